// When an event of the asynchronous queue is tried again, and when it is given up. Values without a clock:
// ages go in, delays come out. Source: Lambda Developer Guide, "Asynchronous invocation", "How Lambda handles
// errors".
#pragma once

#include <cstdint>
#include <vector>

#include "base/latency.hpp"
#include "base/result.hpp"
#include "base/time_types.hpp"
#include "lambda/function_config.hpp"
#include "lambda/lambda_observer.hpp"

namespace sendlab::lambda {

/// How long until the event is tried again, or why it is not.
using retry_decision = result<duration, given_up>;

/// After errors and time-outs, which use up attempts. Lambda looks ahead: when the next attempt would start
/// later than the maximum event age allows, the event is given up at once. So an age of 60 s means no retry,
/// one of 90 s a single one, after the usual minute.
class retry_policy {
public:
    explicit retry_policy(const function_config& config);

    /// After the attempts-th attempt (1, 2, 3) has failed, `age` after the event was accepted. `u` in (0, 1)
    /// chooses the delay from its distribution.
    [[nodiscard]] retry_decision after_failure(std::uint32_t attempts, duration age, double u) const;

private:
    [[nodiscard]] const latency& delay(std::uint32_t attempts) const;

    std::uint32_t maximum_attempts_;
    duration maximum_event_age_;
    std::vector<latency> delays_; // empty only if there is no retry
};

/// After throttles (429) and service errors (5xx), which use up no attempts: the delay doubles with each one
/// in a row, for as long as the event's age allows.
class throttle_backoff {
public:
    explicit throttle_backoff(const function_config& config);

    /// After `throttles` throttles in a row (at least 1), `age` after the event was accepted.
    [[nodiscard]] retry_decision after_throttle(std::uint32_t throttles, duration age) const;

private:
    duration initial_;
    duration limit_;
    duration maximum_event_age_;
};

} // namespace sendlab::lambda
