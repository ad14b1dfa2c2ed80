// Families of distributions fitted to measurements by maximum likelihood, and how far off they are.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/distribution.hpp"

namespace sendlab::planner {

enum class law { lognormal, gamma, weibull };
std::string_view to_string(law family);

struct law_fit {
    law family = law::lognormal;
    double first = 0;  // mu (of the logarithm of milliseconds); shape
    double second = 0; // sigma; scale in milliseconds
    double log_likelihood = 0;
    /// The largest distance between the measured and the fitted share below any value (Kolmogorov-Smirnov).
    double distance = 0;
    /// That is no more than chance does in 19 of 20 samples of a law with two fitted parameters: distance * sqrt(n)
    /// below 0.9 (M. A. Stephens, J. American Statistical Association 69 (1974), table 1A; 0.87 for Weibull). With
    /// thousands of measurements no family is ever right: within 2 percentage points counts as good enough.
    bool fits = false;

    /// Of milliseconds.
    [[nodiscard]] distribution distribution_of() const;
};

/// The best first. None for less than 3 values, for values of 0, and where all are equal. `sorted` is rising.
std::vector<law_fit> fit_laws(std::span<const double> sorted);

/// Share of the variance of the logarithms that values of one group have in common: the intraclass correlation of
/// one-way analysis of variance (R. A. Fisher, Statistical Methods for Research Workers, 1925), at least 0. Not a number
/// with fewer than 20 groups that have two values or more, or values of 0.
double correlation_inside_groups(std::span<const double> values, std::span<const std::uint64_t> groups);

} // namespace sendlab::planner
