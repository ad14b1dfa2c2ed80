#include "lambda/retry_policy.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::lambda {

namespace {

retry_decision within(duration maximum_event_age, duration age, duration delay) {
    if (age + delay > maximum_event_age)
        return given_up::event_age_exceeded;
    return delay;
}

} // namespace

retry_policy::retry_policy(const function_config& config)
    : maximum_attempts_{1 + config.maximum_retry_attempts},
      maximum_event_age_{config.maximum_event_age},
      delays_{config.retry_delays} {
    assert(maximum_attempts_ == 1 || !delays_.empty());
}

retry_decision retry_policy::after_failure(std::uint32_t attempts, duration age, double u) const {
    if (attempts >= maximum_attempts_)
        return given_up::retries_exhausted;
    return within(maximum_event_age_, age, delay(attempts).at(u));
}

const latency& retry_policy::delay(std::uint32_t attempts) const {
    assert(attempts >= 1);
    return delays_[std::min<std::size_t>(attempts, delays_.size()) - 1];
}

throttle_backoff::throttle_backoff(const function_config& config)
    : initial_{config.backoff_initial},
      limit_{config.backoff_limit},
      maximum_event_age_{config.maximum_event_age} {}

retry_decision throttle_backoff::after_throttle(std::uint32_t throttles, duration age) const {
    assert(throttles >= 1);
    auto delay = initial_;
    for (auto n = throttles; n > 1 && delay < limit_; --n)
        delay *= 2;
    return within(maximum_event_age_, age, std::min(delay, limit_));
}

} // namespace sendlab::lambda
