// `sendlab merge PART...`: the parts of a plan become the plan, to the byte what one process would have written.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

void add_merge(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
