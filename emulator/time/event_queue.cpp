#include "time/event_queue.hpp"

namespace sendlab {

bool event_queue::cancel(timer_id id) {
    if (!id || id.slot >= slots_.size() || slots_[id.slot].generation != id.generation)
        return false;
    const task cancelled = empty_slot(id.slot); // its key now names an older generation
    drop_cancelled_first();
    if (heap_.size() > 2 * size() + 64)
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
