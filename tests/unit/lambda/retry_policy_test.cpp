#include <catch2/catch.hpp>

#include "lambda/retry_policy.hpp"

namespace sendlab::lambda {

using namespace std::chrono_literals;

TEST_CASE("a failed event is tried again after one minute, then two, then never") {
    const retry_policy policy{function_config{}};
    CHECK(*policy.after_failure(1, 3s, 0.5) == 60s);
    CHECK(*policy.after_failure(2, 66s, 0.5) == 120s);
    CHECK(policy.after_failure(3, 189s, 0.5).error() == given_up::retries_exhausted);
}

TEST_CASE("without retries one failure is the end") {
    function_config config;
    config.maximum_retry_attempts = 0;
    config.retry_delays.clear();
    CHECK(retry_policy{config}.after_failure(1, 1s, 0.5).error() == given_up::retries_exhausted);
}

TEST_CASE("the last retry delay stands for all further ones") {
    function_config config;
    config.retry_delays = {latency{1s}};
    CHECK(*retry_policy{config}.after_failure(2, 1s, 0.5) == 1s);
}

TEST_CASE("a retry delay is drawn from its distribution") {
    function_config config;
    config.retry_delays = {latency{distribution::uniform(55e9, 60e9)}};
    CHECK(*retry_policy{config}.after_failure(1, 1s, 0.2) == 56s);
    CHECK(*retry_policy{config}.after_failure(1, 1s, 0.8) == 59s);
}

TEST_CASE("an event is given up at once if its next attempt would start after the maximum event age") {
    function_config config;
    SECTION("60 s leave no room for a retry") {
        config.maximum_event_age = 60s;
        CHECK(retry_policy{config}.after_failure(1, 1ns, 0.5).error() == given_up::event_age_exceeded);
    }
    SECTION("90 s leave room for one") {
        config.maximum_event_age = 90s;
        CHECK(*retry_policy{config}.after_failure(1, 3s, 0.5) == 60s);
        CHECK(retry_policy{config}.after_failure(2, 66s, 0.5).error() == given_up::event_age_exceeded);
    }
    SECTION("at the very age it may still start") {
        config.maximum_event_age = 90s;
        CHECK(*retry_policy{config}.after_failure(1, 30s, 0.5) == 60s);
        CHECK(retry_policy{config}.after_failure(1, 30s + 1ns, 0.5).error() == given_up::event_age_exceeded);
    }
    SECTION("attempts that are used up are named first") {
        config.maximum_event_age = 60s;
        CHECK(retry_policy{config}.after_failure(3, 1h, 0.5).error() == given_up::retries_exhausted);
    }
}

TEST_CASE("the back-off of throttles doubles from a second to five minutes") {
    const throttle_backoff backoff{function_config{}};
    std::vector<duration> delays;
    for (std::uint32_t throttles = 1; throttles <= 11; ++throttles)
        delays.push_back(*backoff.after_throttle(throttles, 0s));
    CHECK(delays == std::vector<duration>{1s, 2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s});
    CHECK(*backoff.after_throttle(4'000'000'000, 0s) == 300s);
}

TEST_CASE("throttles go on until the event is too old") {
    const throttle_backoff backoff{function_config{}};
    CHECK(*backoff.after_throttle(20, 6h - 300s) == 300s);
    CHECK(backoff.after_throttle(20, 6h - 300s + 1ns).error() == given_up::event_age_exceeded);
}

} // namespace sendlab::lambda
