// What can be written down, to hold results against.
#pragma once

#include <cmath>
#include <cstdint>

namespace sendlab::test {

/// P(a sum of n exponential times of mean 1 is above t): Erlang's.
inline double erlang_tail(std::uint32_t n, double t) {
    double term = std::exp(-t);
    double sum = 0;
    for (std::uint32_t i = 0; i < n; term *= t / ++i)
        sum += term;
    return sum;
}

} // namespace sendlab::test
