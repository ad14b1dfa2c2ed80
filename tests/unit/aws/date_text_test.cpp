#include "aws/date_text.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "base/utc_text.hpp"

using namespace sendlab;
using namespace sendlab::aws;
using namespace std::chrono_literals;

namespace {

const time_point noon = std::chrono::sys_days{std::chrono::year{2026} / 1 / 31} + 12h + 123456us;

} // namespace

TEST_CASE("moments are written as AWS writes them") {
    CHECK(amz_date(noon) == "20260131T120000Z");
    CHECK(http_date(noon) == "Sat, 31 Jan 2026 12:00:00 GMT");
    CHECK(http_date(virtual_epoch) == "Thu, 01 Jan 2026 00:00:00 GMT");
}

TEST_CASE("what is written is read back, to its precision") {
    rc::prop("round trip", [] {
        const auto when = time_point{std::chrono::seconds{*rc::gen::inRange<std::int64_t>(0, 7'000'000'000)}};
        RC_ASSERT(parse_iso_date(utc_text(when)) == when);
        RC_ASSERT(parse_amz_date(amz_date(when)) == when);
        RC_ASSERT(parse_http_date(http_date(when)) == when);
    });
}

TEST_CASE("ISO dates may lack what is zero, and have an offset") {
    const auto midnight = std::chrono::floor<std::chrono::days>(noon);
    CHECK(parse_iso_date("2026-01-31") == midnight);
    CHECK(parse_iso_date("2026-01-31T12:00:00Z") == midnight + 12h);
    CHECK(parse_iso_date("2026-01-31T12:00:00") == midnight + 12h);
    CHECK(parse_iso_date("2026-01-31T12:00:00.5Z") == midnight + 12h + 500ms);
    CHECK(parse_iso_date("2026-01-31T14:30:00+02:30") == midnight + 12h);
    CHECK(parse_iso_date("2026-01-31T00:00:00-0800") == midnight + 8h);
}

TEST_CASE("what is no date is none") {
    for (const auto* text :
         {"", "2026", "2026-13-01", "2026-02-30", "2026-01-31T25:00:00Z", "2026-01-31T12:00:00Zx",
          "2026-01-31 12:00:00", "9999-01-01", "2026-01-31T12:00:00+x"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_iso_date(text));
    }
    for (const auto* text : {"", "20260131", "20260131T120000", "20260131T126000Z", "2026-01-31T12:00:00Z"})
        CHECK_FALSE(parse_amz_date(text));
    for (const auto* text : {"", "Sat, 31 Foo 2026 12:00:00 GMT", "Sat, 31 Jan 2026 12:00:00", "31 Jan 2026"})
        CHECK_FALSE(parse_http_date(text));
}
