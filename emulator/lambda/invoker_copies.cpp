// Events of the queue as values, for whoever keeps a copy of them.
#include <algorithm>
#include <memory>
#include <optional>

#include "lambda/invoker.hpp"

namespace sendlab::lambda {

std::optional<pending_event> invoker::find(event_slot slot) const {
    if (slot >= queue_.end() || !queue_.holds(slot))
        return std::nullopt;
    const auto& event = queue_[slot];
    if (event.caller || event.target->deleted)
        return std::nullopt;
    const auto& config = event.target->config;
    const bool running = event.where == queued_event::stage::running;
    return pending_event{config.name + (event.target->is_version() ? ':' + config.version : std::string{}),
                         event.document,
                         event.id,
                         event.entity,
                         event.delivery,
                         event.attempts - (running ? 1 : 0),
                         event.throttles,
                         event.accepted,
                         event.due,
                         event.last_error};
}

void invoker::restore(event_slot slot, const std::shared_ptr<deployed_function>& function,
                      const pending_event& kept) {
    auto event = make_event(function, kept.document, kept.entity, kept.delivery);
    event.id = kept.id;
    event.attempts = kept.attempts;
    event.throttles = kept.throttles;
    event.accepted = kept.accepted;
    event.last_error = kept.last_error;
    queue_.put(slot, std::move(event));
    observer_.on_accepted(kept.id, *kept.document);
    dispatch_at(slot, std::max(kept.due, clock_.now()));
}

} // namespace sendlab::lambda
