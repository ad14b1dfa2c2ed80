// `sendlab schema`: the JSON Schema of scenario files.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

void add_schema(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
