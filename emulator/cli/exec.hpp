// `sendlab exec`: a command with the emulator beside it.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace sendlab::cli {

/// `command` is what stands behind the first "--" of the command line; CLI11 must not see it.
void add_exec(CLI::App& app, exit_status& status, std::vector<std::string> command);

} // namespace sendlab::cli
