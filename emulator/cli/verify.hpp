// `sendlab verify PLAN`: the real handler, live, held against what the model predicts.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

void add_verify(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
