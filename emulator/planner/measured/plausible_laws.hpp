// Which laws a sample leaves possible: how far each parameter may be from its fitted value.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/distribution.hpp"
#include "base/measurement.hpp"

namespace sendlab::planner {

/// How sure a limit on one side is: two of them make a 95 % interval.
inline constexpr double sure = 0.975;

/// A law, and pairs of laws in which one parameter at a time stands at its lower and its upper limit, each with certainty
/// `sure`. The parameters are those whose estimates do not depend on one another (in large samples).
struct law_limits {
    distribution centre = distribution::constant(0);
    std::vector<std::pair<distribution, distribution>> parameters{};
};

/// One for each family whose likelihood is at least a twentieth of the best one's. Widths from Fisher's information,
/// with Student's t for the few values.
std::vector<law_limits> plausible_laws(const measurement& from);

/// As many independent values as those tell as much as, which go together inside invocations (Kish's design effect).
double effective_values(const measurement& from);

/// Lower and upper limit of the correlation (R. A. Fisher's standard error); {0, 1} if it is not known from what.
std::pair<double, double> correlation_limits(const measurement& from);

/// Other samples as this law of n values might have given: values drawn from it with replacement, and a tail fitted to
/// each; `n` is at least 200. The same every time.
std::vector<distribution> resampled(const distribution& values, std::uint64_t n, std::size_t samples);

/// The n order statistics that an empirical law stands for.
std::vector<double> order_statistics(const distribution& values, std::uint64_t n);

} // namespace sendlab::planner
