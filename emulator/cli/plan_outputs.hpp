// The files that `sendlab plan` and `sendlab merge` write: all are opened before the work begins.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/settings.hpp"
#include "planner/attempt_durations.hpp"
#include "planner/plan.hpp"

namespace CLI {
class App;
}

namespace sendlab::cli {

/// What the user asked for; empty: not.
struct plan_output_words {
    std::string json; // a path, or "-": standard output instead of the page
    std::string csv;
    std::string html;
    std::string markdown;
    std::string charts; // a folder
    bool quiet = false;

    [[nodiscard]] bool json_is_the_page() const { return json == "-"; }
};

/// And those above it. Throws environment_error.
void make_folder(const std::string& folder);

void add_output_options(CLI::App& command, plan_output_words& words);

/// At the recommended value, else at the one that comes nearest, and at the user's own.
[[nodiscard]] std::vector<planner::attempt_durations>
durations_worth_showing(const planner::plan& planned, const pipeline::settings& scenario,
                        const std::atomic<bool>& interrupt);

class plan_outputs {
public:
    /// Refuses to overwrite the files that the work reads.
    plan_outputs(const plan_output_words& words, const std::vector<std::string>& inputs);
    ~plan_outputs();

    void write(const planner::plan& planned, const pipeline::settings& scenario,
               const std::atomic<bool>& interrupt);

private:
    struct files;

    const plan_output_words& words_;
    std::unique_ptr<files> files_;
};

} // namespace sendlab::cli
