// `sendlab open JOURNAL`: a recorded run as a page.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

void add_open(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
