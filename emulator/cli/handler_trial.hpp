// What `verify` and `plan --live` share: a scenario's real handler, run for a while beside this process.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "net/live/live_experiment.hpp"
#include "pipeline/settings.hpp"
#include "planner/measured/handler_fit.hpp"

namespace sendlab::cli {

struct trial_wishes {
    std::uint64_t files = 0;     // about, for the progress bar
    duration at_most{};          // no request begins later
    std::uint32_t parallel = 0;  // handlers at once; 0: as many as the machine runs well
    std::uint16_t smtp_port = 0; // 0: a free one
    bool progress = true;
    bool verbose = false; // the emulator's log, on standard error
};

/// Throws usage_error where the scenario has only a model of its handler: `path` is what it is called.
void want_real_handler(const pipeline::settings& scenario, const std::string& path);

/// The scenario's requests, live. Throws usage_error for a setup that cannot be, environment_error for ports.
net::experiment_result try_handler(const pipeline::settings& scenario, const trial_wishes& wishes,
                                   const std::string& label, const std::atomic<bool>& interrupt);

/// Adds the attempts of an invocation; those that failed, or whose calls are not known, are counted.
void add_attempts(planner::handler_measurement& to, const api::live::recorded_invocation& invocation);

/// "python3.11 app.handler of fixtures/handlers/python"
std::string handler_text(const pipeline::settings& scenario);

} // namespace sendlab::cli
