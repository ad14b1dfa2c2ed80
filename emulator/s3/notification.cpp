#include "s3/notification.hpp"

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
    clock_.run_after(delay,
                     [this, what = std::make_unique<const notification>(std::move(what))] { sink_(*what); });
}

} // namespace sendlab::s3
