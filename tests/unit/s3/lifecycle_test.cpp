#include "s3/lifecycle.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::s3;
using namespace std::chrono_literals;

namespace {

time_point day(int month, unsigned d) {
    return std::chrono::sys_days{std::chrono::year{2026} / month / d};
}

error refusal_of_rules(const std::vector<lifecycle_rule>& rules) {
    const auto checked = validate(rules);
    REQUIRE(checked.has_error());
    return checked.error();
}

} // namespace

TEST_CASE("expiry is the creation plus some days, rounded up to the next midnight UTC") {
    CHECK(expiry_midnight(day(1, 15) + 10h + 30min, 3) == day(1, 19));
    CHECK(expiry_midnight(day(1, 15) + 1ns, 1) == day(1, 17));
    CHECK(expiry_midnight(day(1, 15) + 24h - 1ns, 1) == day(1, 17));
    CHECK(expiry_midnight(day(1, 15), 1) == day(1, 17));
    CHECK(expiry_midnight(day(2, 27) + 1h, 2) == day(3, 2));
}

TEST_CASE("of several rules for a key the one with the fewest days applies, of those the first") {
    const std::vector<lifecycle_rule> rules{
        {.id = "all", .prefix = "", .expire_after_days = 7},
        {.id = "off", .prefix = "a", .expire_after_days = 1, .enabled = false},
        {.id = "a", .prefix = "a/", .expire_after_days = 3},
        {.id = "again", .prefix = "a/", .expire_after_days = 3}};
    const auto applying = [&](std::string_view key) {
        return earliest_expiry(rules, {.key = key})->rule->id;
    };
    CHECK(applying("b.json") == "all");
    CHECK(applying("a.json") == "all");
    CHECK(applying("a/b.json") == "a");
    CHECK_FALSE(earliest_expiry({}, {.key = "a"}));
}

TEST_CASE("rules need days, and ids of their own") {
    CHECK(validate(std::vector<lifecycle_rule>{}).has_value());
    CHECK(validate(std::vector<lifecycle_rule>(2)).has_value());
    CHECK(refusal_of_rules({{.expire_after_days = 0}}).message ==
          "'Days' for Expiration action must be a positive integer");
    CHECK(refusal_of_rules({{.id = "x"}, {.id = "x"}}).message ==
          "Rule ID must be unique. Found same ID for more than one rule");
    CHECK(validate(std::vector<lifecycle_rule>{{.id = std::string(255, 'x')}}).has_value());
    CHECK(refusal_of_rules({{.id = std::string(256, 'x')}}).message ==
          "ID length should not exceed allowed limit of 255");
    CHECK(validate(std::vector<lifecycle_rule>(1000)).has_value());
    CHECK(refusal_of_rules(std::vector<lifecycle_rule>(1001)).code == errc::malformed_xml);
}

TEST_CASE("a rule may look at tags and sizes, and have a date") {
    lifecycle_rule rule{.tags = {{"kind", "tmp"}}, .larger_than = 10, .smaller_than = 20};
    const tag_set tags{{"a", "b"}, {"kind", "tmp"}};
    const auto applies = [&](std::uint64_t size, const tag_set* given) {
        return earliest_expiry({rule}, {"a", day(1, 1), size, given}).has_value();
    };
    CHECK(applies(15, &tags));
    CHECK_FALSE(applies(10, &tags));
    CHECK_FALSE(applies(20, &tags));
    CHECK_FALSE(applies(15, nullptr));
    rule.tags[0].second = "other";
    CHECK_FALSE(applies(15, &tags));

    const std::vector<lifecycle_rule> rules{{.id = "days", .expire_after_days = 7},
                                            {.id = "date", .expire_on = day(1, 5)}};
    CHECK(earliest_expiry(rules, {.key = "a", .created = day(1, 1)})->rule->id == "date");
    CHECK(earliest_expiry(rules, {.key = "a", .created = day(1, 1)})->when == day(1, 5));
    CHECK(refusal_of_rules({{.expire_on = day(1, 5) + 1h}}).message == "'Date' must be at midnight GMT");
    CHECK_FALSE(earliest_expiry({{.expires = false}}, {.key = "a"}));
    CHECK(validate(std::vector<lifecycle_rule>{{.expire_after_days = 0, .expires = false}}).has_value());
}
