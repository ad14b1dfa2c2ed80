// `sendlab serve`: the emulator on its ports, until a signal.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

void add_serve(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
