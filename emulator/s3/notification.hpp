// What leaves S3 for a notification target, and when.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/distribution.hpp"
#include "base/random_source.hpp"
#include "s3/event_record.hpp"
#include "time/scheduler.hpp"

namespace sendlab::s3 {

/// What is about to be delivered; a fault may change it (faults wrap the store from outside).
struct notification {
    std::string function_arn;
    std::shared_ptr<const event_record> record;
    std::uint64_t entity = 0; // what chance is keyed by, as given to put_object
    std::uint32_t copy = 0;   // 0 the first delivery, 1 its duplicate
};

/// On its way.
struct due_notification {
    notification what;
    time_point due{};
};

using notification_sink = std::function<void(const notification&)>;

/// At-least-once delivery after a delay; a duplicate has a delay of its own, so it may come first.
class notification_delivery {
public:
    /// `duplicates` is the probability of a second copy.
    notification_delivery(scheduler& clock, random_source random, latency delay, double duplicates);

    void on_notification(notification_sink sink) { sink_ = std::move(sink); }
    void deliver(const std::string& function_arn, const std::shared_ptr<const event_record>& record,
                 std::uint64_t entity);

    /// Called with the number of each notification that sets out, or arrives; those can be found by it meanwhile.
    void on_change(std::function<void(std::uint64_t)> sink) { changed_ = std::move(sink); }
    /// Null where none of that number is on its way.
    [[nodiscard]] const due_notification* find(std::uint64_t number) const;
    /// To be called after on_change(). What is overdue arrives at once.
    void restore(std::uint64_t number, due_notification kept);

private:
    void schedule(notification what);
    void arrive(std::uint64_t number);

    scheduler& clock_;
    random_stream delays_;
    random_stream duplicates_;
    latency delay_;
    double duplicate_probability_;
    notification_sink sink_;
    std::function<void(std::uint64_t)> changed_;
    std::map<std::uint64_t, due_notification> on_their_way_; // where somebody wants to know
    std::uint64_t last_number_ = 0;
};

} // namespace sendlab::s3
