#include "planner/value_result.hpp"

#include <algorithm>
#include <limits>

namespace sendlab::planner {

namespace {} // namespace

void mean_percentiles::add(const pipeline::duration_summary& run) {
    if (run.n == 0)
        return;
    ++runs;
    p50_sum += in_nanoseconds(run.p50);
    p90_sum += in_nanoseconds(run.p90);
    p99_sum += in_nanoseconds(run.p99);
}

duration mean_percentiles::mean(double sum) const {
    return duration{runs == 0 ? 0 : static_cast<duration::rep>(sum / static_cast<double>(runs) + 0.5)};
}

void value_result::add(const pipeline::run_result& run, const cluster_counts& attempts_of_run) {
    ++runs;
    files += run.files;
    emails += run.emails;
    accepted += run.accepted;
    duplicates += run.duplicates;
    lost += run.lost;
    attempts += run.attempts;
    timeouts += run.timeouts;
    first_attempts += attempts_of_run;
    fresh.add(run.first_attempts, run.first_attempts_fresh);
    reset.add(run.first_attempts, run.first_attempts_reset);
    cost += run.cost.total();
    cost_100ms += run.cost.total() - run.cost.lambda_time + run.cost.lambda_time_100ms;
    attempt_duration.add(run.attempt_duration);
    delivery.add(run.delivery);
}

void value_result::add(const std::vector<broken_expectation>& of_run, std::uint64_t seed) {
    for (const auto& one : of_run) {
        auto known = std::ranges::find(broken, one.metric, &broken_in_runs::metric);
        if (known == broken.end())
            known = broken.insert(known, {one.metric, one.what, seed, 0});
        ++known->runs;
    }
}

bool value_result::breaks_any() const {
    return std::ranges::any_of(broken, [this](const broken_in_runs& one) { return breaks(one); });
}

bool value_result::always_breaks_one() const {
    return runs >= fewest_runs &&
           std::ranges::any_of(broken, [this](const broken_in_runs& one) { return one.runs == runs; });
}

estimate value_result::timeout_probability(observation unit, double level) const {
    if (unit == observation::file)
        return counted(first_attempts.hits, first_attempts.trials, level);
    return counted_clustered(first_attempts, level);
}

double value_result::per_million(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : 1e6 * static_cast<double>(part) / static_cast<double>(whole);
}

double value_result::dollars_per_million(double dollars) const {
    return accepted == 0 ? std::numeric_limits<double>::infinity()
                         : 1e6 * dollars / static_cast<double>(accepted);
}

} // namespace sendlab::planner
