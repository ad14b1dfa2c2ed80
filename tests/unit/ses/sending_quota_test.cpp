#include "ses/sending_quota.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;
using ses::sending_quota;

namespace {
constexpr time_point start = virtual_epoch + 12h + 30s; // in the middle of a minute
}

TEST_CASE("a recipient counts for 24 hours and leaves with its minute") {
    sending_quota quota;
    quota.add(7, start);
    CHECK(quota.sent(start) == 7);
    CHECK(quota.sent(start + 24h) == 7);
    CHECK(quota.sent(start + 24h + 29s) == 7);
    CHECK(quota.sent(start + 24h + 30s + 1min - 1ns) == 0);
}

TEST_CASE("minutes leave the window in the order in which they came") {
    sending_quota quota;
    for (int minute = 0; minute < 3 * 24 * 60; ++minute) {
        quota.add(1, start + minute * 1min);
        CHECK(quota.sent(start + minute * 1min) == static_cast<std::uint64_t>(std::min(minute + 1, 1441)));
    }
}

TEST_CASE("after a long silence the window is empty") {
    sending_quota quota;
    quota.add(50'000, start);
    CHECK(quota.sent(start + 24h * 400) == 0);
    quota.add(1, start + 24h * 400);
    CHECK(quota.sent(start + 24h * 400) == 1);
}
