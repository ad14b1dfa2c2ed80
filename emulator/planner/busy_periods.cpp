#include "planner/busy_periods.hpp"

#include <cassert>

namespace sendlab::planner {

using pipeline::event_kind;

namespace {

bool is_first_attempt(const pipeline::journal_event& event) {
    return event.b >> 32 == 1;
}

} // namespace

void busy_periods::write(const pipeline::journal_event& event) {
    switch (event.kind) {
    case event_kind::accepted_by_lambda:
        ++pending_;
        break;
    case event_kind::attempt_started:
        attempts_ += is_first_attempt(event);
        break;
    case event_kind::attempt_timed_out:
        timeouts_ += is_first_attempt(event);
        break;
    case event_kind::attempt_succeeded:
    case event_kind::given_up:
        end_event();
        break;
    default:
        break;
    }
}

void busy_periods::end_event() {
    assert(pending_ > 0);
    if (--pending_ > 0)
        return;
    if (attempts_ > 0)
        counts_.add(attempts_, timeouts_);
    attempts_ = 0;
    timeouts_ = 0;
}

} // namespace sendlab::planner
