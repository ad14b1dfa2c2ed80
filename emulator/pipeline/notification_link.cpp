#include "pipeline/notification_link.hpp"

#include <memory>
#include <utility>

namespace sendlab::pipeline {

notification_link::notification_link(scheduler& clock, faults::fault_set& faults, delivery deliver, loss lost)
    : clock_{clock}, faults_{faults}, deliver_{std::move(deliver)}, lost_{std::move(lost)} {}

void notification_link::send(const s3::notification& n) {
    if (!faults_.concerns(faults::operation::notification))
        return deliver_(n, n.copy);
    const auto effect = faults_.apply({faults::operation::notification, clock_.now(), n.entity, 1, n.copy});
    if (effect.lose) {
        if (lost_)
            lost_(n);
        return;
    }
    const auto taken = clock_.now() - n.record->event_time;
    const auto more = effect.latency_of(taken) - taken;
    for (std::uint32_t copy = 0; copy <= effect.duplicates; ++copy) {
        const auto number = n.copy + 2 * copy;
        clock_.run_after(
            more, [this, held = std::make_shared<s3::notification>(n), number] { deliver_(*held, number); });
    }
}

} // namespace sendlab::pipeline
