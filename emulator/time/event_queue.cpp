#include "time/event_queue.hpp"

namespace sendlab {

bool event_queue::cancel(timer_id id) {
    if (!id || id.slot >= slots_.size())
        return false;
    const auto& s = slots_[id.slot];
    if (s.order == 0 || s.generation != id.generation)
        return false;
    const task cancelled = empty_slot(id.slot); // its key now names an event that is no longer there
    drop_cancelled_first();
    if (heap_.size() > 2 * size() + 16)
        sweep();
    return true;
}

/// Time limits are asked for often and hardly ever met. Without this a run would carry a key for each until
/// its time.
void event_queue::sweep() {
    std::erase_if(heap_, [this](const key& k) { return is_cancelled(k); });
    if (heap_.size() < 2)
        return;
    for (auto parent = (heap_.size() - 2) / arity + 1; parent-- > 0;)
        sink(parent, heap_[parent]);
}

} // namespace sendlab
