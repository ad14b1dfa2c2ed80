// `sendlab plan --vary`: a plan for each combination of settings.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/plan_outputs.hpp"
#include "planner/plan_part.hpp"

namespace sendlab::cli {

/// Plans each of the combinations that the words of --vary make of the question; see vary.hpp. Throws usage_error.
exit_status plan_varied(const planner::plan_question& question, const std::vector<std::string>& vary,
                        unsigned threads, const plan_output_words& output);

} // namespace sendlab::cli
