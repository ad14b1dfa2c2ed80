// The only time that the domain knows. A component asks what time it is and to be called later; whether the clock is
// virtual (time/virtual_scheduler) or real (net/io_scheduler) it cannot tell.
#pragma once

#include <cstdint>

#include "base/task.hpp"
#include "base/time_types.hpp"

namespace sendlab {

/// Names a pending event. A default-made one names none.
struct timer_id {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0; // 0: none

    [[nodiscard]] explicit operator bool() const { return generation != 0; }
};

/// Events run one at a time, on one thread, in the order of their times; equal times run in the order in which they
/// were asked for.
class scheduler {
public:
    virtual ~scheduler() = default;

    [[nodiscard]] virtual time_point now() const = 0;

    /// Runs `event` at `when`, or as the next event of now if `when` has passed.
    virtual timer_id run_at(time_point when, task&& event) = 0;

    /// In O(1). False if the event has run, was cancelled before, or never was.
    virtual bool cancel(timer_id id) = 0;

    timer_id run_after(duration delay, task&& event) { return run_at(now() + delay, std::move(event)); }
};

} // namespace sendlab
