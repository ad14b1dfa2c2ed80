// `sendlab plan`: how many e-mails may be put in a file.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

void add_plan(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
