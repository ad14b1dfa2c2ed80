// What is known about one value of EMAILS_PER_FILE: sums over runs of the scenario, each with a seed of its
// own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time_types.hpp"
#include "pipeline/run_result.hpp"
#include "planner/coupling.hpp"
#include "planner/estimate.hpp"

namespace sendlab::planner {

/// An expectation of the scenario that a run did not meet.
struct broken_expectation {
    std::string metric; // "delivery.p99"
    std::string what;   // "delivery.p99 is 41 s, expected <30s"
};

/// The same over all runs of a value. One run that breaks it is an example, and the seed shows it again.
struct broken_in_runs {
    std::string metric;
    std::string what; // of the first such run
    std::uint64_t seed = 0;
    std::uint64_t runs = 0; // that broke it
};

/// Means over the runs that had any such duration, in nanoseconds. A run's percentile is exact; percentiles
/// of all runs together are not kept.
struct mean_percentiles {
    std::uint64_t runs = 0;
    double p50_sum = 0;
    double p90_sum = 0;
    double p99_sum = 0;

    void add(const pipeline::duration_summary& run);
    [[nodiscard]] duration p50() const { return mean(p50_sum); }
    [[nodiscard]] duration p90() const { return mean(p90_sum); }
    [[nodiscard]] duration p99() const { return mean(p99_sum); }

private:
    [[nodiscard]] duration mean(double sum) const;
};

struct value_result {
    std::uint32_t emails_per_file = 0;
    std::uint64_t runs = 0;
    std::uint64_t files = 0;
    std::uint64_t emails = 0; // that the application wanted to send
    std::uint64_t accepted = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t lost = 0;
    std::uint64_t attempts = 0;
    std::uint64_t timeouts = 0;    // of any attempt
    cluster_counts first_attempts; // and how many timed out
    cluster_counts fresh;          // of a run's first attempts: in a new environment
    cluster_counts reset;          // in one whose last attempt was killed
    double cost = 0;               // US dollars, at the scenario's billing step
    double cost_100ms = 0;         // with attempts billed in steps of 100 ms
    mean_percentiles attempt_duration;
    mean_percentiles delivery;
    std::vector<broken_in_runs> broken;
    bool settled = false; // further runs would not change the verdict, or the budget is spent

    /// Most runs do not meet it. Few runs of a long scenario meet "no duplicates at all" every time, and the
    /// more runs, the fewer values would be left; half of them does not depend on how many there are.
    [[nodiscard]] bool breaks(const broken_in_runs& one) const { return 2 * one.runs > runs; }
    [[nodiscard]] bool breaks_any() const;
    /// Every one of at least `fewest_runs` runs fails to meet the same expectation.
    [[nodiscard]] bool always_breaks_one() const;
    /// Where some run broke an expectation, fewer runs than these do not tell how often.
    static constexpr std::uint64_t fewest_runs = 3;

    void add(const pipeline::run_result& run, const cluster_counts& attempts_of_run);
    void add(const std::vector<broken_expectation>& of_run, std::uint64_t seed);

    [[nodiscard]] double duplicates_per_million() const { return per_million(duplicates, emails); }
    [[nodiscard]] double lost_per_million() const { return per_million(lost, emails); }
    /// US dollars per million delivered e-mails; infinite where none is.
    [[nodiscard]] double cost_per_million() const { return dollars_per_million(cost); }
    [[nodiscard]] double cost_per_million_100ms() const { return dollars_per_million(cost_100ms); }
    /// P(the first attempt of a file times out).
    [[nodiscard]] estimate timeout_probability(observation unit, double level) const;

private:
    static double per_million(std::uint64_t part, std::uint64_t whole);
    [[nodiscard]] double dollars_per_million(double dollars) const;
};

} // namespace sendlab::planner
