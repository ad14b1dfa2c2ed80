#include "s3/notification.hpp"

#include <algorithm>
#include <utility>

namespace sendlab::s3 {

notification_delivery::notification_delivery(scheduler& clock, random_source random, latency delay,
                                             double duplicates)
    : clock_{clock},
      delays_{random.stream("s3.notification_delay")},
      duplicates_{random.stream("s3.duplicate_notification")},
      delay_{std::move(delay)},
      duplicate_probability_{duplicates} {}

void notification_delivery::deliver(const std::string& function_arn,
                                    const std::shared_ptr<const event_record>& record, std::uint64_t entity) {
    if (!sink_)
        return;
    schedule({function_arn, record, entity, 0});
    if (duplicates_.chance(duplicate_probability_, entity))
        schedule({function_arn, record, entity, 1});
}

void notification_delivery::schedule(notification what) {
    const auto delay = delay_.at(delays_.uniform(what.entity, what.copy), what.record->content.size());
    if (changed_)
        return restore(last_number_ + 1, {std::move(what), clock_.now() + delay});
    clock_.run_after(delay,
                     [this, what = std::make_unique<const notification>(std::move(what))] { sink_(*what); });
}

const due_notification* notification_delivery::find(std::uint64_t number) const {
    const auto found = on_their_way_.find(number);
    return found == on_their_way_.end() ? nullptr : &found->second;
}

void notification_delivery::restore(std::uint64_t number, due_notification kept) {
    last_number_ = std::max(last_number_, number);
    const auto when = std::max(kept.due, clock_.now());
    on_their_way_.emplace(number, std::move(kept));
    changed_(number);
    clock_.run_at(when, [this, number] { arrive(number); });
}

void notification_delivery::arrive(std::uint64_t number) {
    const auto arrived = on_their_way_.extract(number);
    changed_(number);
    sink_(arrived.mapped().what);
}

} // namespace sendlab::s3
