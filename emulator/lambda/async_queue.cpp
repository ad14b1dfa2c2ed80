#include "lambda/async_queue.hpp"

#include <cassert>
#include <utility>

namespace sendlab::lambda {

event_slot async_queue::add(queued_event event) {
    assert(event.target);
    if (free_.empty()) {
        free_.push_back(end());
        slots_.emplace_back();
    }
    const auto slot = free_.back();
    free_.pop_back();
    slots_[slot] = std::move(event);
    return slot;
}

void async_queue::put(event_slot slot, queued_event event) {
    assert(event.target);
    while (end() <= slot) {
        free_.push_back(end());
        slots_.emplace_back();
    }
    assert(!holds(slot));
    std::erase(free_, slot);
    slots_[slot] = std::move(event);
}

queued_event async_queue::remove(event_slot slot) {
    assert(holds(slot));
    free_.push_back(slot);
    return std::exchange(slots_[slot], {});
}

queued_event& async_queue::operator[](event_slot slot) {
    assert(holds(slot));
    return slots_[slot];
}

const queued_event& async_queue::operator[](event_slot slot) const {
    assert(holds(slot));
    return slots_[slot];
}

} // namespace sendlab::lambda
