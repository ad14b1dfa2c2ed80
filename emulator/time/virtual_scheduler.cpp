#include "time/virtual_scheduler.hpp"

#include <algorithm>

namespace sendlab {

timer_id virtual_scheduler::run_at(time_point when, task&& event) {
    return queue_.push(std::max(when, now_), std::move(event));
}

bool virtual_scheduler::cancel(timer_id id) {
    return queue_.cancel(id);
}

run_stop virtual_scheduler::run(time_point limit) {
    stopping_ = false;
    while (!stopping_) {
        if (queue_.empty())
            return run_stop::idle;
        if (const auto next = queue_.earliest(); next > now_)
            if (const auto stop = advance(next, limit))
                return *stop;
        queue_.pop()();
    }
    return run_stop::interrupted;
}

std::optional<run_stop> virtual_scheduler::advance(time_point when, time_point limit) {
    if (holds_ > 0)
        return run_stop::held;
    if (when > limit) {
        now_ = std::max(now_, limit);
        return run_stop::limit;
    }
    now_ = when;
    return std::nullopt;
}

} // namespace sendlab
