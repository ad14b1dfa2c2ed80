#include <catch2/catch.hpp>

#include "lambda/billing_meter.hpp"

namespace sendlab::lambda {

using namespace std::chrono_literals;

TEST_CASE("an attempt is billed in whole milliseconds, rounded up") {
    const billing_meter meter{1ms, true};
    CHECK(meter.billed(2ms, 0s) == 2ms);
    CHECK(meter.billed(2ms + 1ns, 0s) == 3ms);
    CHECK(meter.billed(3s, 0s) == 3s);
    CHECK(meter.billed(0s, 0s) == 0s);
}

TEST_CASE("Init and duration are added first and rounded up then") {
    const billing_meter meter{1ms, true};
    CHECK(meter.billed(3'010us, 110'100us) == 114ms); // a real REPORT line
    CHECK(meter.billed(1'400us, 1'400us) == 3ms);     // not 2 + 2
}

TEST_CASE("before August 2025 Init was free") {
    const billing_meter meter{1ms, false};
    CHECK(meter.billed(3'010us, 110'100us) == 4ms);
}

TEST_CASE("before December 2020 the step was 100 ms") {
    CHECK(billing_meter{100ms, false}.billed(128'830us, 402ms) == 200ms);
    CHECK(billing_meter{100ms, true}.billed(128'830us, 402ms) == 600ms);
    CHECK(billing_meter{100ms, false}.billed(100ms, 0s) == 100ms);
}

TEST_CASE("a GB-second is 1,024 MB for a second") {
    CHECK(gb_seconds(1s, 1024) == 1.0);
    CHECK(gb_seconds(3s, 128) == 0.375);
    CHECK(gb_seconds(100ms, 512) == Approx(0.05));
}

} // namespace sendlab::lambda
