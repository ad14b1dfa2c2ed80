#include "base/utc_text.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace std::chrono_literals;

TEST_CASE("moments are written in UTC, with what is below the last digit cut off") {
    const auto when = virtual_epoch + 30 * 24h + 12h + 34min + 56s + 7ms + 999us;
    CHECK(utc_text(virtual_epoch) == "2026-01-01T00:00:00.000Z");
    CHECK(utc_text(when) == "2026-01-31T12:34:56.007Z");
    CHECK(utc_text(when, 6) == "2026-01-31T12:34:56.007999Z");
    CHECK(utc_text(when, 0) == "2026-01-31T12:34:56Z");
    CHECK(utc_text(time_point{} - 1ms) == "1969-12-31T23:59:59.999Z");
}
