#include "base/statistics.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/portable_math.hpp"
#include "base/special_functions.hpp"

namespace sendlab {

using portable::probability;

interval clopper_pearson(std::uint64_t k, std::uint64_t n, double level) {
    assert(k <= n && level > 0 && level < 1);
    const double tail = (1 - level) / 2;
    const auto hits = static_cast<double>(k), misses = static_cast<double>(n - k);
    return {k == 0 ? 0 : portable::beta_quantile(hits, misses + 1, probability{tail, 1 - tail}),
            k == n ? 1 : portable::beta_quantile(hits + 1, misses, probability{1 - tail, tail})};
}

interval wilson(std::uint64_t k, std::uint64_t n, double level) {
    assert(k <= n && level > 0 && level < 1);
    if (n == 0)
        return {0, 1};
    const double z = -portable::normal_quantile((1 - level) / 2);
    const auto hits = static_cast<double>(k), trials = static_cast<double>(n);
    const double middle = hits + z * z / 2;
    const double half = z * std::sqrt(hits * (static_cast<double>(n - k) / trials) + z * z / 4);
    const double total = trials + z * z;
    // The ends are 0 and 1 exactly where no trial, or every trial, came true; rounding would put them beside.
    return {k == 0 ? 0 : std::max(0.0, (middle - half) / total),
            k == n ? 1 : std::min(1.0, (middle + half) / total)};
}

double student_t_quantile(double p, double degrees_of_freedom) {
    assert(p > 0 && p < 1 && degrees_of_freedom > 0);
    if (p == 0.5)
        return 0;
    if (degrees_of_freedom > 1e10)
        return portable::normal_quantile(p);
    // T^2 / (T^2 + freedom) is a beta variable, and so is what is missing to 1: the smaller of them is
    // the exact one.
    const double tails = 2 * std::min(p, 1 - p);
    const double half = degrees_of_freedom / 2;
    const double share = portable::beta_quantile(0.5, half, {1 - tails, tails});
    const double rest = portable::beta_quantile(half, 0.5, {tails, 1 - tails});
    const double t = std::sqrt(degrees_of_freedom * (share < 0.5 ? share / (1 - share) : (1 - rest) / rest));
    return p < 0.5 ? -t : t;
}

} // namespace sendlab
