// How the services have answered lately: what live charts show.
#pragma once

#include <array>
#include <cstdint>
#include <deque>

#include "base/time_types.hpp"
#include "faults/operation.hpp"

namespace sendlab::api::live {

class call_pulse {
public:
    static constexpr std::size_t most = 2000; // calls of an operation that are remembered

    struct numbers {
        std::uint64_t calls = 0; // since the start
        std::uint64_t errors = 0;
        std::array<duration, 3> latency{}; // the 50th, 90th and 99th percentile; zero without calls
    };

    void note(faults::operation what, bool succeeded, time_point at, duration took);
    /// Latencies of the calls that have ended in the window before `now`.
    [[nodiscard]] numbers of(faults::operation what, time_point now, duration window) const;

private:
    struct ended {
        time_point at;
        duration took;
    };
    struct series {
        std::uint64_t calls = 0;
        std::uint64_t errors = 0;
        std::deque<ended> latest;
    };

    std::array<series, 8> by_operation_{};
};

} // namespace sendlab::api::live
