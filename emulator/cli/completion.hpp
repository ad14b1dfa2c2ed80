// Completion scripts for shells, from the same words as --help.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace sendlab::cli {

/// Commands, their options, and files where an option wants one.
[[nodiscard]] std::string bash_completion(const CLI::App& program);
[[nodiscard]] std::string zsh_completion(const CLI::App& program);
[[nodiscard]] std::string fish_completion(const CLI::App& program);

/// `sendlab completion bash|zsh|fish`
void add_completion(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
