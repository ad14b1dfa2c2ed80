#include "base/units.hpp"

#include <limits>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace sendlab;
using namespace std::chrono_literals;

TEST_CASE("a duration is a number and a unit") {
    CHECK(*parse_duration("7ns") == 7ns);
    CHECK(*parse_duration("10us") == 10us);
    CHECK(*parse_duration("250ms") == 250ms);
    CHECK(*parse_duration("3s") == 3s);
    CHECK(*parse_duration("2m") == 2min);
    CHECK(*parse_duration("1h") == 1h);
    CHECK(*parse_duration("1d") == 24h);
    CHECK(*parse_duration("0s") == 0s);
    CHECK(*parse_duration("1.5s") == 1500ms);
    CHECK(*parse_duration("0.25ms") == 250us);
    CHECK(*parse_duration("007s") == 7s);
}

TEST_CASE("a duration is rounded to nanoseconds, and no whole nanosecond is lost") {
    CHECK(*parse_duration("0.4ns") == 0ns);
    CHECK(*parse_duration("0.5ns") == 1ns);
    CHECK(*parse_duration("1.9999999999s") == 2s);
    CHECK(*parse_duration("0.1234567894s") == 123'456'789ns);
    CHECK(*parse_duration("3153599999999999999ns") == forever - 1ns);
}

TEST_CASE("what is not a duration is refused, saying what was expected") {
    for (const char* text : {"",     "s",   "3",    "3 s",   " 3s", "3s ",    "3sec", "3S",
                             "-1s",  "+1s", "1e3s", ".5s",   "5.s", "1.5.2s", "1,5s", "nan",
                             "nans", "inf", "infs", "0x10s", "3ss", "3m2s",   "1.5",  "3\xc2\xb5s"}) {
        CAPTURE(text);
        const auto parsed = parse_duration(text);
        REQUIRE(!parsed);
        CHECK(parsed.error().expected == "a duration such as 250ms, 3s or 2m");
    }
    CHECK(!parse_duration(std::string_view{"3s\0", 3}));
}

TEST_CASE("a duration ends at a hundred years") {
    CHECK(*parse_duration("36500d") == forever);
    for (const char* text : {"36501d", "36500.1d", "9223372036854775807s", "18446744073709551615d",
                             "99999999999999999999999999ns"}) {
        CAPTURE(text);
        const auto parsed = parse_duration(text);
        REQUIRE(!parsed);
        CHECK(parsed.error().expected == "a duration of at most 100 years");
    }
}

TEST_CASE("sizes are in powers of 1,000 or, with an i, of 1,024") {
    CHECK(*parse_size("512B") == 512);
    CHECK(*parse_size("8KB") == 8'000);
    CHECK(*parse_size("8KiB") == 8'192);
    CHECK(*parse_size("1.5MB") == 1'500'000);
    CHECK(*parse_size("40MiB") == 41'943'040);
    CHECK(*parse_size("5GB") == 5'000'000'000);
    CHECK(*parse_size("5GiB") == 5'368'709'120);
    CHECK(*parse_size("0B") == 0);
    CHECK(*parse_size("18446744073709551615B") == std::numeric_limits<std::uint64_t>::max());
    for (const char* text : {"", "8", "8kb", "8 KB", "-8KB", "8K", "KB", "8KBB"}) {
        CAPTURE(text);
        REQUIRE(!parse_size(text));
        CHECK(parse_size(text).error().expected == "a size such as 512B, 8KB or 2MiB");
    }
    CHECK(parse_size("18446744073709551616B").error().expected == "a size below 16 EiB");
    CHECK(parse_size("17179869184GiB").error().expected == "a size below 16 EiB");
    CHECK(parse_size("18446744073709551615.5B").error().expected == "a size below 16 EiB");
}

TEST_CASE("rates are counted by the second") {
    CHECK(*parse_rate("14/s") == 14);
    CHECK(*parse_rate("840/m") == 14);
    CHECK(*parse_rate("3600/h") == 1);
    CHECK(*parse_rate("50000/d") == Approx(50000.0 / 86400));
    CHECK(*parse_rate("0.5/s") == 0.5);
    CHECK(*parse_rate("0/s") == 0);
    for (const char* text :
         {"", "14", "14s", "14/", "14 /s", "14/sec", "-14/s", "/s", "nan/s", "inf/s", "1e5/s"}) {
        CAPTURE(text);
        REQUIRE(!parse_rate(text));
        CHECK(parse_rate(text).error().expected == "a rate such as 14/s, 840/m or 50000/d");
    }
}

TEST_CASE("durations are told to people in the unit that suits them") {
    CHECK(text(0s) == "0 s");
    CHECK(text(7ns) == "7 ns");
    CHECK(text(999ns) == "999 ns");
    CHECK(text(4'070ns) == "4.07 us");
    CHECK(text(230ms) == "230 ms");
    CHECK(text(1'250ms) == "1.25 s");
    CHECK(text(12'340ms) == "12.3 s");
    CHECK(text(60s) == "1 min");
    CHECK(text(123s) == "2 min 3 s");
    CHECK(text(65min) == "1 h 5 min");
    CHECK(text(76h) == "3 d 4 h");
    CHECK(text(-1'500ms) == "-1.5 s");
    CHECK(text(duration::max()) == "106752 d");
    CHECK(text(duration::min()) == "-106752 d");
}

TEST_CASE("a duration just below a unit is not told as sixty of the unit below") {
    CHECK(text(999'499ns) == "999 us");
    CHECK(text(999'500ns) == "1 ms");
    CHECK(text(999'999'999ns) == "1 s");
    CHECK(text(59'949ms) == "59.9 s");
    CHECK(text(59'950ms) == "1 min");
    CHECK(text(1h - 1ns) == "1 h");
    CHECK(text(3'629'600ms) == "1 h");
    CHECK(text(24h - 1ns) == "1 d");
}

TEST_CASE("exact texts use the largest unit that divides") {
    CHECK(exact_text(250ms) == "250ms");
    CHECK(exact_text(90s) == "90s");
    CHECK(exact_text(2min) == "2m");
    CHECK(exact_text(48h) == "2d");
    CHECK(exact_text(0s) == "0s");
    CHECK(exact_text(1'000'001ns) == "1000001ns");
    CHECK(size_text(0) == "0B");
    CHECK(size_text(8'000) == "8KB");
    CHECK(size_text(8'192) == "8KiB");
    CHECK(size_text(10'485'760) == "10MiB");
    CHECK(size_text(1'001) == "1001B");
    CHECK(rate_text(14) == "14/s");
    CHECK(rate_text(0.00001) == "0.00001/s");
    CHECK(rate_text(1e22) == "10000000000000000000000/s");
}

TEST_CASE("exact texts are read back exactly") {
    rc::prop("durations", [](std::uint64_t n) {
        const duration d{static_cast<duration::rep>(n % static_cast<std::uint64_t>(forever.count() + 1))};
        RC_ASSERT(*parse_duration(exact_text(d)) == d);
        const auto whole = std::chrono::floor<std::chrono::seconds>(d);
        RC_ASSERT(*parse_duration(exact_text(whole)) == whole);
    });
    rc::prop("sizes", [](std::uint64_t n) { RC_ASSERT(*parse_size(size_text(n)) == n); });
    rc::prop("rates", [](std::uint32_t n, std::uint32_t m) {
        const double rate = n / (m + 1.0);
        RC_ASSERT(*parse_rate(rate_text(rate)) == rate);
    });
}
