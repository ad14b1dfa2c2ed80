#include "ses/address.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::ses;

TEST_CASE("an address is found with and without a display name") {
    CHECK(bare_address("a@b.example") == "a@b.example");
    CHECK(bare_address("Site <a@b.example>") == "a@b.example");
    CHECK(bare_address("\"x <y>\" <a@b.example>") == "a@b.example");
    CHECK(bare_address("  a@b.example ") == "a@b.example");
    CHECK(bare_address("a@b.example>") == "a@b.example>");
    CHECK(bare_address("").empty());
    CHECK(bare_address(" ").empty());
    CHECK(bare_address("<>").empty());
}

TEST_CASE("an address is cut at its last @") {
    CHECK(split("\"a@b\"@c.example").local == "\"a@b\"");
    CHECK(split("\"a@b\"@c.example").domain == "c.example");
    CHECK(split("c.example").local.empty());
    CHECK(split("c.example").domain == "c.example");
}

TEST_CASE("an address needs something on both sides of its @") {
    CHECK(has_domain("a@b"));
    CHECK(has_domain("Name <a@b>"));
    for (const auto* text : {"", "a", "a@", "@b", "@", "Name <a>", "a@b <>"})
        CHECK_FALSE(has_domain(text));
}

TEST_CASE("case does not matter in comparisons of domains") {
    CHECK(equal_in_any_case("Example.COM", "example.com"));
    CHECK_FALSE(equal_in_any_case("example.com", "example.co"));
    CHECK_FALSE(less_in_any_case("B", "a"));
    CHECK(less_in_any_case("A", "b"));
}
