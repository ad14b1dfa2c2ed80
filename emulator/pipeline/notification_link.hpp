// The way of a put notification from S3 to Lambda, where faults may lose it, hold it up, or make more of it.
#pragma once

#include <cstdint>
#include <functional>

#include "faults/fault_set.hpp"
#include "s3/notification.hpp"
#include "time/scheduler.hpp"

namespace sendlab::pipeline {

class notification_link {
public:
    /// `copy` tells the deliveries of one notification apart: even where S3 sent it once, odd for S3's own
    /// duplicate.
    using delivery = std::function<void(const s3::notification&, std::uint32_t copy)>;
    using loss = std::function<void(const s3::notification&)>;

    notification_link(scheduler& clock, faults::fault_set& faults, delivery deliver, loss lost = {});

    /// S3's delay is over.
    void send(const s3::notification& notification);

private:
    scheduler& clock_;
    faults::fault_set& faults_;
    delivery deliver_;
    loss lost_;
};

} // namespace sendlab::pipeline
