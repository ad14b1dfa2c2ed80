// What can be written down, to hold results against.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace sendlab::test {

/// P(a sum of n exponential times of mean 1 is above t): Erlang's.
inline double erlang_tail(std::uint32_t n, double t) {
    double term = std::exp(-t);
    double sum = 0;
    for (std::uint32_t i = 0; i < n; term *= t / ++i)
        sum += term;
    return sum;
}

/// P(n sends of exponential time, mean 1, through m places, take longer than t). With k of them left min(k, m) are on
/// their way and the next is answered at that rate: a chain of states, uniformised.
inline double pool_tail(std::uint32_t n, std::uint32_t m, double t) {
    std::vector<double> left(n + 1); // P(k are left) after so many events of a Poisson process of rate m
    left[n] = 1;
    double poisson = std::exp(-t * m), tail = 0;
    for (int events = 0; events < 2'000; ++events) {
        double unfinished = 0;
        for (std::uint32_t k = 1; k <= n; ++k)
            unfinished += left[k];
        tail += poisson * unfinished;
        poisson *= m * t / (events + 1);
        for (std::uint32_t k = 1; k <= n; ++k) {
            const double moves = left[k] * std::min(k, m) / m;
            left[k - 1] += moves;
            left[k] -= moves;
        }
    }
    return tail;
}

} // namespace sendlab::test
