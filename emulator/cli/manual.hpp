// Manual pages, from the same words as --help.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace sendlab::cli {

/// A page for man(1) in the macros of man(7): of the program, where `command` is the root, else of a sub-command. The same
/// sources write the same bytes; its date is that of their commit.
[[nodiscard]] std::string manual_page(const CLI::App& command);

/// `sendlab manual [COMMAND]`, `sendlab manual --into DIR`
void add_manual(CLI::App& app, exit_status& status);

} // namespace sendlab::cli
