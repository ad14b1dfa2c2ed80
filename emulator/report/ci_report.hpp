// Runs for a CI service: annotations beside the lines of a scenario, and a summary in Markdown.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/run_report.hpp"

namespace sendlab::report {

struct annotation {
    enum class level { error, warning, notice };

    level how = level::error;
    std::string file{};
    std::uint32_t line = 0;   // from 1; 0: the file as a whole
    std::uint32_t column = 0; // the same
    std::string title{};
    std::string text{};
};

/// "::error file=x.json,line=3,title=...::text", a line. GitHub's workflow commands ("Workflow commands for GitHub Actions");
/// Gitea and Forgejo know them too.
std::string workflow_command(const annotation& what);

/// What is not as it should be: unmet expectations at their lines, what got worse, broken laws, an interruption.
std::vector<annotation> annotations_of(const run_report& run);

/// Of "file:line:column: what" lines, as an invalid file is told.
std::vector<annotation> annotations_of_problems(std::string_view lines);

/// A table with a row a run, and below it what is not as it should be.
std::string run_markdown(std::span<const run_report> runs);

} // namespace sendlab::report
