// Events that wait for concurrency where a function does not back off (throttle_policy::queue): first come,
// first served.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "lambda/async_queue.hpp"

namespace sendlab::lambda {

/// One line a function, since the first event of one may be able to go when that of another is not.
class waiting_lines {
public:
    struct line {
        deployed_function* function = nullptr;
        struct place {
            event_slot event = 0;
            std::uint64_t number = 0; // of everybody who ever joined a line
        };
        std::deque<place> places;
    };

    void join(deployed_function& function, event_slot event);

    /// The lines in which somebody stands; the one whose first event has waited longest comes first. Good
    /// until a line changes.
    [[nodiscard]] std::span<const line> oldest_first();

    /// The function's first event leaves its line.
    event_slot leave(const deployed_function& function);
    /// All leave, and the function is forgotten.
    void disband(const deployed_function& function);

private:
    line* find(const deployed_function& function);

    std::vector<line> lines_; // an empty one is kept for the next who comes
    std::uint64_t joined_ = 0;
};

} // namespace sendlab::lambda
