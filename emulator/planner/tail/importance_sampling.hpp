// P(an attempt times out) where it is too small to be counted: attempts are played with draws that make time-outs
// frequent (tilt_scheme.hpp), and each is worth what it is likelier under the draws' own law.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>

#include "base/statistics.hpp"
#include "planner/tail/attempt_stage.hpp"

namespace sendlab::planner::tail {

struct sampled_figure {
    double value = 0;
    double relative_error = 0;  // one standard deviation
    std::uint64_t played = 0;   // attempts; 0: too improbable to be told apart from 0
    std::uint64_t timeouts = 0; // of them

    [[nodiscard]] interval bounds(double level) const;
    /// So many attempts with draws of their own law would tell as much.
    [[nodiscard]] double effective_n() const;
};

/// Probabilities below are not told apart from 0.
inline constexpr double least_resolved = 1e-12;

struct sampling_effort {
    double relative_error = 0.05;        // asked for: a 95 % interval of 10 % to each side
    std::optional<double> target = {};   // a rough figure will do that is clearly above or below,
    double least_error = 0.02;           // and one that may be either is sampled until this
    std::uint64_t fewest_attempts = 512; // both a multiple of 256
    std::uint64_t most_attempts = 131'072;
    unsigned threads = 1;
    const std::atomic<bool>* interrupt = nullptr;
};

/// Nothing where the attempts that timed out are too few, or too unlike in their worth, to be trusted.
std::optional<sampled_figure> sample_timeouts(const tilt_scheme& scheme, std::uint64_t seed,
                                              const sampling_effort& effort = {});

} // namespace sendlab::planner::tail
