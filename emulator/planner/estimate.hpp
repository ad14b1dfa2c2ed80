// How sure a count makes us: intervals for the probability that a file's first attempt times out.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/statistics.hpp"
#include "planner/cluster_counts.hpp"

namespace sendlab::planner {

/// An estimator whose coverage is tested. It is named beside every figure.
enum class estimator {
    counted,           // Clopper-Pearson, every file an observation of its own
    counted_clustered, // the same on an effective number of files
    exact,             // computed: no chance is left, bounds are those of the computation
    exact_by_share,    // computed for each state of an environment; their shares are counted
    sampled,           // by importance sampling: attempts played with draws that make time-outs frequent
    sampled_by_share,  // the same for each state of an environment
};

/// "clopper-pearson", "clopper-pearson-clustered", "exact", "exact-by-share", "importance-sampling",
/// "importance-sampling-by-share"
std::string_view to_string(estimator method);

struct estimate {
    estimator method = estimator::counted;
    std::uint64_t k = 0;        // first attempts that timed out
    std::uint64_t n = 0;        // first attempts
    std::uint64_t clusters = 0; // observations that do not depend on one another
    double effective_n = 0;     // so many independent files would tell as much
    interval bounds{0, 1};
    /// By share: what the bounds have in common for all shares that are possible still. Counting on makes them no
    /// narrower, and where the shares make more of a difference than all else, low lies above high.
    interval at_least{0, 1};
    std::optional<double> computed{}; // k of n were counted beside it
    std::uint64_t played = 0; // sampled: attempts with draws of other laws; 0: far below all that matters

    [[nodiscard]] bool is_computed() const { return computed.has_value(); }
    [[nodiscard]] bool is_sampled() const {
        return method == estimator::sampled || method == estimator::sampled_by_share;
    }
    /// Some of it is counted still: shares of environments.
    [[nodiscard]] bool is_by_share() const {
        return method == estimator::exact_by_share || method == estimator::sampled_by_share;
    }
    /// What was computed, else k / n; 0 where n is 0.
    [[nodiscard]] double value() const {
        return computed ? *computed : n == 0 ? 0 : static_cast<double>(k) / static_cast<double>(n);
    }
};

/// Means over so many runs are trusted to be spread as Student says.
inline constexpr std::uint64_t fewest_runs_of_a_share = 10;
/// For a share of trials that is not rare: the ratio of sums over clusters with Student's t. {0, 1} for fewer clusters
/// than that.
interval share_bounds(const cluster_counts& sums, double level);

/// Below so many clusters an interval over them is {0, 1}: their spread is not known.
inline constexpr std::uint64_t fewest_clusters = 20;

/// Of independent trials: `k` of `n`. Covers with at least `level`, also where the trials' probabilities
/// differ.
estimate counted(std::uint64_t k, std::uint64_t n, double level);

/// Of trials that depend on each other inside their cluster, and on nothing outside of it: Clopper-Pearson on
/// an effective number of trials (E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998), 193-201), with
/// the ratio estimator's variance over clusters and Student's t on clusters - 1 degrees of freedom. It is
/// never above what is left when clusters time out as a whole, (sum m)^2 / sum m^2 (Kish 1965): without that
/// bound, the few clusters of a rare event make the interval too short, and with no time-out at all it is
/// what the rule of three is based on.
estimate counted_clustered(const cluster_counts& sums, double level);

/// What the bounds would be after `n` trials if none of the further ones timed out.
interval bounds_without_more_hits(const estimate& now, std::uint64_t n, double level);

/// What an interval says about a limit.
enum class verdict {
    kept,      // all of it lies at or below the limit
    broken,    // all of it lies above
    undecided, // it straddles the limit
};
std::string_view to_string(verdict v);
verdict verdict_of(const interval& bounds, double limit);

} // namespace sendlab::planner
