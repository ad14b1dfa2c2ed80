#include "planner/estimate.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/portable_math.hpp"
#include "base/special_functions.hpp"

namespace sendlab::planner {

namespace {

double square(double x) {
    return x * x;
}

/// Clopper-Pearson for a count that need not be whole.
interval binomial_bounds(double k, double n, double level) {
    const double each = (1 - level) / 2;
    return {.low = k <= 0 ? 0 : portable::beta_quantile(k, n - k + 1, {each, 1 - each}),
            .high = k >= n ? 1 : portable::beta_quantile(k + 1, n - k, {1 - each, each})};
}

/// Of the ratio of sums over clusters.
double ratio_variance(const cluster_counts& s) {
    const auto m = static_cast<double>(s.trials);
    const double p = static_cast<double>(s.hits) / m;
    const auto c = static_cast<double>(s.clusters);
    const double residuals = static_cast<double>(s.hits_squared) -
                             2 * p * static_cast<double>(s.trials_by_hits) +
                             p * p * static_cast<double>(s.trials_squared);
    return c / (c - 1) * std::max(residuals, 0.0) / square(m);
}

/// The number of independent trials whose proportion varies as much as this ratio of sums does.
double trials_of_same_variance(const cluster_counts& s) {
    const auto m = static_cast<double>(s.trials);
    const double p = static_cast<double>(s.hits) / m;
    const double variance = ratio_variance(s);
    return variance > 0 ? p * (1 - p) / variance : m;
}

double effective_trials(const cluster_counts& s, double level) {
    const auto m = static_cast<double>(s.trials);
    const double all_or_none = square(m) / static_cast<double>(s.trials_squared);
    const double sides = (1 + level) / 2;
    const double few =
        portable::normal_quantile(sides) / student_t_quantile(sides, static_cast<double>(s.clusters - 1));
    return std::min(trials_of_same_variance(s), all_or_none) * square(few);
}

} // namespace

std::string_view to_string(estimator method) {
    switch (method) {
    case estimator::counted:
        return "clopper-pearson";
    case estimator::counted_clustered:
        return "clopper-pearson-clustered";
    case estimator::exact:
        return "exact";
    case estimator::exact_by_share:
        return "exact-by-share";
    case estimator::sampled:
        return "importance-sampling";
    case estimator::sampled_by_share:
        break;
    }
    return "importance-sampling-by-share";
}

estimate counted(std::uint64_t k, std::uint64_t n, double level) {
    assert(k <= n);
    return {.method = estimator::counted,
            .k = k,
            .n = n,
            .clusters = n,
            .effective_n = static_cast<double>(n),
            .bounds = clopper_pearson(k, n, level)};
}

estimate counted_clustered(const cluster_counts& s, double level) {
    assert(s.hits <= s.trials);
    estimate out{.method = estimator::counted_clustered, .k = s.hits, .n = s.trials, .clusters = s.clusters};
    if (s.clusters < fewest_clusters)
        return out;
    out.effective_n = effective_trials(s, level);
    out.bounds = binomial_bounds(out.value() * out.effective_n, out.effective_n, level);
    return out;
}

interval share_bounds(const cluster_counts& s, double level) {
    if (s.clusters < fewest_runs_of_a_share || s.trials == 0)
        return {0, 1};
    const double share = static_cast<double>(s.hits) / static_cast<double>(s.trials);
    const double t = student_t_quantile((1 + level) / 2, static_cast<double>(s.clusters - 1));
    const double reach = t * std::sqrt(ratio_variance(s));
    return {std::max(0.0, share - reach), std::min(1.0, share + reach)};
}

interval bounds_without_more_hits(const estimate& now, std::uint64_t n, double level) {
    assert(now.n > 0 && n >= now.n);
    const double worth = now.effective_n / static_cast<double>(now.n); // of one trial
    return binomial_bounds(worth * static_cast<double>(now.k), worth * static_cast<double>(n), level);
}

std::string_view to_string(verdict v) {
    switch (v) {
    case verdict::kept:
        return "kept";
    case verdict::broken:
        return "broken";
    case verdict::undecided:
        break;
    }
    return "undecided";
}

verdict verdict_of(const interval& bounds, double limit) {
    if (bounds.high <= limit)
        return verdict::kept;
    return bounds.low > limit ? verdict::broken : verdict::undecided;
}

} // namespace sendlab::planner
