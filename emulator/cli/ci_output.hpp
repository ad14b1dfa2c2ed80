// What CI services read: annotations beside the lines of a scenario, and a summary of the job. For `run` and `plan`.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "report/ci_report.hpp"

namespace CLI {
class App;
}

namespace sendlab::cli {

struct ci_words {
    bool annotate = false; // --ci
    std::string baseline;  // a path
};

void add_ci_options(CLI::App& command, ci_words& words, const std::string& what_ci_does);

/// On standard error, where they cannot get into a result: runners read both streams.
void annotate(const std::vector<report::annotation>& what);

/// At the end of the file that $GITHUB_STEP_SUMMARY names; nothing where it names none.
void add_to_job_summary(std::string_view markdown);

/// Does the work; with --ci, problems of files are annotated too before they are told.
exit_status annotated(const ci_words& words, const std::function<exit_status()>& work);

} // namespace sendlab::cli
