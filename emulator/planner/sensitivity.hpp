// Which input moves the recommendation most, and how far each may drift before another value is right.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/settings.hpp"
#include "planner/prediction.hpp"

namespace sendlab::planner {

/// Of one input, to the worse: latencies and CPU work grow, time limit and memory shrink.
struct drift {
    /// Beyond so many times as much (or as little) nobody looks.
    static constexpr double most = 10;

    std::string key; // "ses.latency"
    bool grows = true;
    /// Up to this factor (above 1; divided by it where it shrinks) the recommended value stays safe; nothing: up to `most`.
    /// Of a correlation: its value from 0 to 1.
    std::optional<double> limit;
    /// The largest value that is safe with the input a tenth worse (a correlation: larger by 0.1); 0: none.
    std::uint32_t after_a_tenth = 0;
    bool is_correlation = false;
};

/// At a recommended value whose P(time-out) is computed, the most sensitive input first. What measured inputs leave open is
/// taken to stay as wide as it is, and so are the shares of new environments that were counted. Latencies that move no
/// P(time-out) are left out.
std::vector<drift> drifts_of(const pipeline::settings& scenario, const prediction& known,
                             const value_result& at, double max_timeout_probability, unsigned threads);

} // namespace sendlab::planner
