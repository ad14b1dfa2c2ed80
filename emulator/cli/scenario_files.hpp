// From the words of a command line to scenarios.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace sendlab::cli {

/// What the command line sets instead of the file: --seed N, --set KEY=VALUE. Throws usage_error.
std::vector<scenario::assignment> assignments_of(const std::vector<std::string>& settings,
                                                 const std::optional<std::uint64_t>& seed);

/// The same as words of a command that repeats the run: " --set lambda.timeout=5s", quoted for a shell.
std::string words_of(const std::vector<std::string>& settings);

/// As one word of a POSIX shell.
std::string shell_word(const std::string& text);

/// Files as they are, folders replaced by their *.json files in the order of their names, but scenario.schema.json.
/// Throws usage_error for a folder without any.
std::vector<std::string> scenario_files(const std::vector<std::string>& paths);

/// Throws usage_error if a result is to be written where one of the scenarios stands. An empty path is none.
void refuse_overwriting(const std::string& output, const std::vector<std::string>& scenarios);

/// Throws invalid_input with the problems of all files.
std::vector<scenario::scenario> load_scenarios(const std::vector<std::string>& files,
                                               const std::vector<scenario::assignment>& assignments);

} // namespace sendlab::cli
