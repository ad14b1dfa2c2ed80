// What every modelled handler's attempt costs and has in common, whatever the way in which it is played.
#pragma once

#include <algorithm>

#include "base/portable_math.hpp"
#include "pipeline/context.hpp"

namespace sendlab::pipeline {

/// CPU time as the function's memory stretches it: 1,769 MB are one vCPU, and more do not help one thread. `slowdown` is
/// what faults do to it.
inline duration stretched(duration cpu, std::uint32_t memory_mb, double slowdown = 1) {
    constexpr double full_vcpu_mb = 1769;
    const double factor = full_vcpu_mb / std::min(static_cast<double>(memory_mb), full_vcpu_mb);
    return duration{static_cast<duration::rep>(static_cast<double>(cpu.count()) * factor * slowdown + 0.5)};
}

/// What the latencies of an attempt have in common, as a standard normal score.
inline double shared_score(const context& world, email_number first, std::uint32_t attempt_key) {
    if (world.scenario.ses.correlation == 0 && world.scenario.smtp.correlation == 0)
        return 0;
    const auto stream = world.random.stream("handler.shared_latency");
    return portable::normal_quantile(stream.uniform(first, attempt_key));
}

} // namespace sendlab::pipeline
