// What a journal's reader has to know of a run besides what happened.
#pragma once

#include <cstdint>
#include <string>

#include "base/time_types.hpp"
#include "pipeline/settings.hpp"

namespace sendlab::report {

struct run_description {
    std::string name; // of the scenario
    std::uint64_t seed = 0;
    std::string command;                      // gives the same run again
    duration limit = std::chrono::seconds{3}; // of an attempt
    std::uint32_t memory_mb = 128;
    duration billing_step = std::chrono::milliseconds{1};
    bool bill_init = true;
};

inline run_description described(const pipeline::settings& scenario, std::string command) {
    const auto& function = scenario.lambda.function;
    return {scenario.name,      scenario.seed,         std::move(command), function.timeout,
            function.memory_mb, function.billing_step, function.bill_init};
}

} // namespace sendlab::report
