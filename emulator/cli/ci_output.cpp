#include "cli/ci_output.hpp"

#include <cstdlib>
#include <fstream>

#include <CLI/CLI.hpp>

#include "cli/terminal.hpp"

namespace sendlab::cli {

void add_ci_options(CLI::App& command, ci_words& words, const std::string& what_ci_does) {
    command.add_flag("--ci", words.annotate, what_ci_does);
    command
        .add_option("--baseline", words.baseline,
                    "An earlier --json of the same: status 1 if something got worse")
        ->type_name("PATH");
}

void annotate(const std::vector<report::annotation>& what) {
    std::string lines;
    for (const auto& one : what)
        lines += workflow_command(one);
    write_error(lines);
}

void add_to_job_summary(std::string_view markdown) {
    const char* path = std::getenv("GITHUB_STEP_SUMMARY");
    if (path == nullptr || *path == '\0')
        return;
    std::ofstream file{path, std::ios::app | std::ios::binary};
    file << markdown << '\n';
    file.close();
    if (!file)
        throw environment_error{std::string{"cannot write to GITHUB_STEP_SUMMARY, "} + path};
}

exit_status annotated(const ci_words& words, const std::function<exit_status()>& work) {
    try {
        return work();
    } catch (const invalid_input& error) {
        if (words.annotate)
            annotate(report::annotations_of_problems(error.what()));
        throw;
    }
}

} // namespace sendlab::cli
