// A stretch of a scenario with the real handler: the application puts its files, the handler's processes send them, and
// what came of it is told once the pipeline is empty.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>

#include "api/live/invocation_log.hpp"
#include "net/live/live_emulator.hpp"
#include "pipeline/run_result.hpp"

namespace sendlab::net {

struct experiment {
    live_config config;                           // its scenario says how many requests there are; ports: 0
    duration at_most{};                           // no request begins later than this
    std::atomic<bool> const* interrupt = nullptr; // ends it at once, with what is known by then
    std::function<void(std::uint64_t files_done)> progress{};
};

struct experiment_result {
    pipeline::run_result observed;
    std::deque<std::shared_ptr<api::live::recorded_invocation>> invocations;
    bool cut_short = false; // by its time or an interruption
};

/// Throws port_error and setup_error.
[[nodiscard]] experiment_result run_experiment(experiment wanted);

} // namespace sendlab::net
