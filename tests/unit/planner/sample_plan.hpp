// A plan with fixed figures, for the tests of what is written about plans.
#pragma once

#include <chrono>

#include "planner/plan.hpp"

namespace sendlab::planner {

struct sample {
    std::uint32_t n;
    std::uint64_t k;
    std::uint64_t files;
    std::vector<broken_in_runs> broken = {};
};

inline value_result counts_of(const sample& s) {
    using namespace std::chrono_literals;
    value_result out;
    out.emails_per_file = s.n;
    out.runs = 40;
    out.files = s.files;
    out.attempts = s.files + s.k;
    out.timeouts = s.k;
    out.emails = out.accepted = s.files * s.n;
    out.duplicates = s.k * (s.n / 2);
    out.first_attempts.add(s.files, s.k);
    out.cost = static_cast<double>(out.emails) * (100 + 240.0 / s.n) / 1e6;
    out.cost_100ms = out.cost * 1.01;
    out.attempt_duration.add({.n = 1, .p50 = 85ms * s.n, .p90 = 100ms * s.n, .p99 = 117ms * s.n});
    out.delivery.add({.n = 1, .p50 = 1200ms, .p90 = 2s, .p99 = 3123ms});
    out.broken = s.broken;
    out.settled = true;
    return out;
}

inline plan plan_of(const std::vector<sample>& samples, std::uint32_t own = 25, double target = 1e-4) {
    plan out;
    out.name = "followers-burst";
    out.seed = 42;
    out.own_value = own;
    out.max_timeout_probability = target;
    out.samples = 200'000;
    out.billing_step = std::chrono::milliseconds{1};
    std::vector<judged_value> judged;
    for (const auto& s : samples) {
        planned_value value{
            .counts = counts_of(s), .timeout_probability = counted(s.k, s.files, confidence), .judged = {}};
        value.judged.emails_per_file = s.n;
        value.judged.target = verdict_of(value.timeout_probability.bounds, target);
        value.judged.cost_per_million = value.counts.cost_per_million();
        for (const auto& one : s.broken) {
            if (value.counts.breaks(one))
                value.judged.broken.push_back(one.metric);
        }
        judged.push_back(value.judged);
        out.values.push_back(std::move(value));
    }
    out.advice = recommend(judged);
    return out;
}

/// The article's question: 25 was a guess, 20 keeps 1 in 10,000.
inline plan article_plan() {
    return plan_of({{1, 0, 90'000},
                    {5, 0, 90'000},
                    {10, 0, 90'000},
                    {15, 0, 120'000},
                    {20, 6, 200'000},
                    {21, 19, 200'000},
                    {22, 41, 130'000},
                    {25, 77, 20'000},
                    {30, 340, 2'000},
                    {40, 1'990, 2'000},
                    {200, 2'000, 2'000}});
}

} // namespace sendlab::planner
