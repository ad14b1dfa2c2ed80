// Intervals and quantiles behind every "at most", "between" and "95 % sure" of a report.
#pragma once

#include <cstdint>

namespace sendlab {

struct interval {
    double low;
    double high;

    friend bool operator==(const interval&, const interval&) = default;
};

/// Two-sided interval for a probability of which k of n trials came true; 0 <= k <= n, 0 < level < 1. It
/// covers the true value with at least `level`, whatever that is, and each side errs with at most (1 - level)
/// / 2. {0, 1} if n is 0. C. J. Clopper and E. S. Pearson, Biometrika 26 (1934).
[[nodiscard]] interval clopper_pearson(std::uint64_t k, std::uint64_t n, double level = 0.95);

/// The same, shorter, and covering with `level` on average only: for display.
/// E. B. Wilson, J. American Statistical Association 22 (1927).
[[nodiscard]] interval wilson(std::uint64_t k, std::uint64_t n, double level = 0.95);

/// The t with P(T <= t) = p for Student's t with so many degrees of freedom (> 0); 0 < p < 1.
[[nodiscard]] double student_t_quantile(double p, double degrees_of_freedom);

} // namespace sendlab
