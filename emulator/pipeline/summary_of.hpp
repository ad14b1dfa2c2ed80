// Percentiles of durations, exact.
#pragma once

#include <algorithm>
#include <array>

#include "base/percentile.hpp"
#include "pipeline/run_result.hpp"

namespace sendlab::pipeline {

/// Nearest rank; memory does not grow with the number.
template<class Durations>
duration_summary summary_of(Durations&& durations) {
    static constexpr std::array shares{0.5, 0.9, 0.99, 0.999};
    duration_summary s;
    double sum = 0;
    auto least = duration::max();
    for (const duration d : durations) {
        ++s.n;
        sum += static_cast<double>(d.count());
        least = std::min(least, d);
        s.max = std::max(s.max, d);
    }
    if (s.n == 0)
        return s;
    rank_search search{s.n, least.count(), s.max.count(), shares};
    while (!search.finished()) {
        search.start_round();
        for (const duration d : durations)
            search.count(d.count());
        search.end_round();
    }
    const auto values = search.values();
    s.p50 = duration{values[0]};
    s.p90 = duration{values[1]};
    s.p99 = duration{values[2]};
    s.p999 = duration{values[3]};
    s.mean_ns = sum / static_cast<double>(s.n);
    return s;
}

} // namespace sendlab::pipeline
