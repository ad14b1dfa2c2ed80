// The life of a live emulator as a process: from its start to a signal, or to the end of a command.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "net/live/foreground_command.hpp"
#include "net/live/live_emulator.hpp"

namespace sendlab::net {

/// Runs until there is nothing to do or it is stopped. An event that throws is a bug of one call: told, and the others go
/// on.
void run_all(boost::asio::io_context& io, const std::function<void(std::string_view)>& log);

enum class serve_until { signal, end_of_input };

/// Calls `ready` once everything listens; returns when SIGINT or SIGTERM has come (or standard input has ended, where
/// `until` says so) and what was being answered is answered (at most two seconds later). A second signal kills. Throws
/// port_error.
void serve(live_config config, serve_until until, const std::function<void(const live_emulator&)>& ready);

struct command_run {
    std::vector<std::string> words;
    /// Set for the command, over what the process has.
    std::function<environment_changes(const live_emulator&)> variables;
};
struct command_result {
    int status = 0;      // as foreground_command tells it
    std::string problem; // why the command could not be started
    live_summary summary;
};

/// Runs a command beside the emulator; signals are passed on to it. Throws port_error.
[[nodiscard]] command_result run_command(live_config config, const command_run& command);

} // namespace sendlab::net
