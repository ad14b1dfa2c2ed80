// `sendlab calibrate LOG...`: measurements in, a model that scenarios may name out.
#pragma once

#include "cli/command.hpp"

namespace sendlab::cli {

void add_calibrate(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
