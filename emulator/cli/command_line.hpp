// One question, several ways to ask it: the sub-commands of `sendlab`, each of which stands in a file of its own.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

/// Does what the words ask for. Whatever goes wrong has been told on standard error when this returns; nothing is thrown.
[[nodiscard]] exit_status run_command_line(int argc, const char* const* argv);

} // namespace sendlab::cli
