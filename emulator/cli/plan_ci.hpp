// `sendlab plan --ci`, `--baseline` and `--junit`: is the value that is in use safe, and was it better before?
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "cli/ci_output.hpp"
#include "cli/output_file.hpp"
#include "cli/plan_outputs.hpp"
#include "planner/plan.hpp"
#include "planner/plan_baseline.hpp"
#include "planner/plan_part.hpp"
#include "scenario/scenario.hpp"

namespace sendlab::cli {

struct plan_ci_words {
    ci_words ci;
    std::string junit; // a path

    [[nodiscard]] bool any() const { return ci.annotate || !ci.baseline.empty() || !junit.empty(); }
};

void add_plan_ci_options(CLI::App& command, plan_ci_words& words);

class plan_ci {
public:
    /// Reads the baseline, and opens what is to be written, before the work begins.
    plan_ci(const plan_ci_words& words, const planner::plan_question& question,
            const plan_output_words& output);

    /// Says what there is to say of a plan. The request and the scenario are what it answers: the value that the baseline
    /// recommended is planned too, where a search has not come to it. With --ci the status is about the scenario's own
    /// value, not whether there is a safe one.
    exit_status tell(const planner::plan& planned, const planner::plan_request& request,
                     const scenario::scenario& from, const std::atomic<bool>& interrupt);

private:
    [[nodiscard]] std::vector<std::string> worse_than_before(const planner::plan& planned,
                                                             planner::plan_request request,
                                                             const scenario::scenario& from,
                                                             const std::atomic<bool>& interrupt) const;

    const plan_ci_words& words_;
    const planner::plan_question& question_;
    const plan_output_words& output_;
    std::optional<planner::earlier_plan> before_;
    std::optional<output_file> junit_;
};

} // namespace sendlab::cli
