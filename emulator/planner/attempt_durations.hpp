// How long attempts would take if nothing ended them: what lies beyond the time limit, and how far.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time_types.hpp"
#include "pipeline/settings.hpp"
#include "pipeline/world.hpp"

namespace sendlab::planner {

/// Of the first attempts of some runs of the scenario, some thousands where it has so many.
struct attempt_durations {
    std::uint32_t emails_per_file = 0;
    std::uint64_t attempts = 0;
    std::uint64_t runs = 0;
    duration bin{};                    // a part of the time limit, so that the limit is an edge
    std::vector<std::uint64_t> counts; // of each bin from 0; the last one holds all that took longer

    /// Bins from 0 to the limit; as many again lie beyond.
    static constexpr std::size_t bins_to_limit = 60;
};

/// Runs the scenario with that value and with the seeds that a plan's first runs have. Lambda's longest limit, 15
/// minutes, stands in place of its own; a deadline-aware handler, which looks at the limit, keeps it.
attempt_durations durations_of_attempts(pipeline::settings scenario, std::uint32_t emails_per_file,
                                        const std::atomic<bool>* interrupt = nullptr);

} // namespace sendlab::planner
