// What `serve` and `exec` have in common on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/mail_options.hpp"
#include "net/live/live_emulator.hpp"

namespace sendlab::cli {

struct live_options {
    std::string file; // a scenario; empty: the defaults
    std::string host = "127.0.0.1";
    std::string retry_delays; // "1s,2s"
    std::optional<std::uint64_t> seed;
    std::vector<std::string> hosts; // names that browsers may use
    bool verify_signatures = false;
    std::size_t keep_invocations = net::live_config{}.keep_invocations;
    std::string data_dir; // empty: in memory only
    mail_options mail;
};

void add_live_options(CLI::App& command, live_options& options);

/// "1s,2s", of --retry-delays; throws usage_error.
[[nodiscard]] std::vector<latency> delays_of(const std::string& list);

/// Throws invalid_input or usage_error. Ports are as live_config has them.
[[nodiscard]] net::live_config config_of(const live_options& options);

} // namespace sendlab::cli
