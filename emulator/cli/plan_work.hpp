// What `sendlab plan` and `sendlab merge` share: a question, and the work of answering it or a part of it.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>

#include "cli/command.hpp"
#include "planner/plan.hpp"
#include "planner/plan_part.hpp"
#include "scenario/scenario.hpp"

namespace sendlab::cli {

/// The scenario of a question. Throws invalid_input or usage_error.
scenario::scenario load_scenario(const planner::plan_question& question);

/// Without threads and parts. Throws usage_error for values that are none, and for scenarios that put nothing in files.
planner::plan_request request_of(const planner::plan_question& question, const scenario::scenario& from);

/// Tells two questions apart, and two scenarios under one name, and files that they name.
std::string fingerprint_of(const planner::plan_question& question, const scenario::scenario& from);

/// What a run of the scenario does not keep of what the scenario expects.
std::vector<planner::broken_expectation> broken_by(const pipeline::run_result& result,
                                                   const scenario::scenario& from);

struct plan_listeners {
    bool progress = true;
    /// A value is settled.
    std::function<void(const planner::value_result&)> settled{};
};

planner::plan answer(const planner::plan_request& request, const planner::plan_question& question,
                     const scenario::scenario& from, const std::atomic<bool>& interrupt,
                     const plan_listeners& listeners);

exit_status status_of(const planner::plan& planned);

/// Reads a part and holds it against the question it should be about; throws invalid_input where it is none of it.
planner::plan_part load_part(const std::string& path);
void refuse_other_question(const std::string& path, const planner::plan_part& part,
                           const std::string& fingerprint);

} // namespace sendlab::cli
