// A finished plan: the curve over EMAILS_PER_FILE and what follows from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "planner/recommendation.hpp"
#include "planner/search.hpp"
#include "planner/sensitivity.hpp"
#include "planner/sweep.hpp"

namespace sendlab::planner {

/// One value of the curve: what was counted, and what it means.
struct planned_value {
    value_result counts;
    estimate timeout_probability; // at `confidence`
    judged_value judged;
    std::optional<input_bounds> inputs{};           // over what was measured
    std::optional<exact::retry_figures> expected{}; // where they can be computed
    /// What was computed lies where it can be expected from what was counted; nothing where only one of them is there.
    std::optional<bool> counting_agrees{};

    /// Computed where they can be, else counted.
    [[nodiscard]] double duplicates_per_million() const {
        return expected ? expected->duplicates_per_million : counts.duplicates_per_million();
    }
    [[nodiscard]] double lost_per_million() const {
        return expected ? expected->lost_per_million : counts.lost_per_million();
    }
};

struct plan {
    std::string name;                    // of the scenario
    std::string source{};                // its file, as it was named; empty: there is none
    std::vector<std::string> settings{}; // KEY=VALUE, set over the file
    std::uint64_t seed = 0;
    std::uint32_t own_value = 0; // the scenario's EMAILS_PER_FILE
    double max_timeout_probability = 0;
    std::uint64_t samples = 0; // the budget of a value, first attempts
    bool given_values = false; // exactly the values that were asked for
    bool interrupted = false;  // ended by the user: what was known then
    duration billing_step{};   // of the scenario
    double correlation = 0;    // of latencies inside an invocation, as the scenario has it
    coupling coupled;
    std::vector<std::string> not_computed_because{}; // empty: P(time-out) is computed
    std::vector<measured_input> measured{};          // inputs of the scenario
    std::string contradiction{};                     // what measurements say and the scenario does not
    bool sequential = false;                         // the handler's sends
    std::vector<planned_value> values{};             // in rising order
    recommendation advice{};
    std::vector<drift> drifts{}; // at the recommended value, where P(time-out) is computed

    /// Null where it was not computed.
    [[nodiscard]] const planned_value* find(std::uint32_t emails_per_file) const;
    [[nodiscard]] const planned_value& at(std::uint32_t emails_per_file) const {
        return *find(emails_per_file);
    }
};

/// Sweeps over the request's values, or searches where it names none.
plan make_plan(const plan_request& request, sweep_world world, const step_listener& on_step = {});

} // namespace sendlab::planner
