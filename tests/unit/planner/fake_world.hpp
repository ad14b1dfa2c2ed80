// A world for the planner's tests whose P(time-out) is known: each file of a run times out on its own, and
// the same file meets the same number of chance at every value of EMAILS_PER_FILE.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "base/random_source.hpp"
#include "planner/sweep.hpp"

namespace sendlab::planner {

struct fake_world {
    std::function<double(std::uint32_t)> timeout_probability;
    std::function<double(std::uint32_t)> dollars_a_file = [](std::uint32_t) { return 0.001; };
    std::function<std::vector<broken_expectation>(const pipeline::run_result&)> check = {};
    std::uint64_t files_a_run = 1'000;

    [[nodiscard]] pipeline::run_result run(const pipeline::settings& scenario) const {
        const auto n = scenario.application.emails_per_file;
        const random_stream luck{scenario.seed, "fake"};
        pipeline::run_result out;
        out.seed = scenario.seed;
        out.emails_per_file = n;
        out.files = out.attempts = out.first_attempts = files_a_run;
        out.emails = out.accepted = files_a_run * n;
        for (std::uint64_t file = 0; file < files_a_run; ++file)
            out.first_attempt_timeouts += luck.uniform(file) < timeout_probability(n);
        out.timeouts = out.first_attempt_timeouts;
        out.duplicates = out.first_attempt_timeouts * (n / 2);
        out.sends = out.accepted + out.duplicates;
        out.cost.s3 = dollars_a_file(n) * static_cast<double>(files_a_run);
        out.attempt_duration = {.n = files_a_run,
                                .p50 = std::chrono::milliseconds{80 * n},
                                .p99 = std::chrono::milliseconds{100 * n}};
        out.delivery = {.n = out.emails, .p50 = std::chrono::seconds{1}, .p99 = std::chrono::seconds{3}};
        return out;
    }

    [[nodiscard]] sweep_world world() const {
        sweep_world out;
        out.run = [this](const pipeline::settings& scenario, const pipeline::run_options&) {
            return run(scenario);
        };
        out.check = check;
        return out;
    }
};

/// For sweeps that count.
inline prediction nothing_known;

inline plan_request request_for(std::vector<std::uint32_t> values = {}) {
    plan_request request;
    request.scenario.name = "fake";
    request.scenario.seed = 7;
    request.values = std::move(values);
    request.threads = 2;
    request.count_only = true; // the fake world is not the scenario's
    return request;
}

/// 0 up to `safe`, 1 beyond.
inline std::function<double(std::uint32_t)> step_after(std::uint32_t safe) {
    return [safe](std::uint32_t n) { return n > safe ? 1.0 : 0.0; };
}

} // namespace sendlab::planner
