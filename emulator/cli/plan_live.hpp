// `sendlab plan --live`: the handler is measured before anything is planned.
#pragma once

#include <cstdint>
#include <string>

#include "cli/plan_outputs.hpp"
#include "planner/plan_part.hpp"

namespace CLI {
class App;
}

namespace sendlab::cli {

struct live_words {
    bool wanted = false;
    std::uint64_t files = 10; // of each size
    std::string measurements; // a file: written with --live, read without
};

void add_live_plan_options(CLI::App& command, live_words& words);

/// Measures, or reads what was measured, prints it, and sets it over the scenario in the question; nothing where neither
/// is asked for. Throws as commands do.
void use_measurements(const live_words& words, planner::plan_question& question,
                      const plan_output_words& output);

/// A word of warning where the scenario's setup has code, and the plan is made with a model that knows nothing of it.
void tell_of_unmeasured_code(const live_words& words, const planner::plan_question& question,
                             const pipeline::settings& scenario);

} // namespace sendlab::cli
