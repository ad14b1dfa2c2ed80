// `sendlab run`: scenarios through the whole pipeline in virtual time.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

void add_run(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
