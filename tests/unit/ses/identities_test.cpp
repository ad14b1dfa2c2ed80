#include "ses/identities.hpp"

#include <catch2/catch.hpp>

using sendlab::ses::identities;

TEST_CASE("a verified address covers itself: its domain in any case, its local part as written") {
    identities verified;
    verified.verify("Admin@Example.com");
    CHECK(verified.cover("Admin@example.COM"));
    CHECK(verified.cover("Site <Admin@example.com>"));
    CHECK_FALSE(verified.cover("admin@example.com"));
    CHECK_FALSE(verified.cover("other@example.com"));
}

TEST_CASE("a verified domain covers its addresses and those of its sub-domains") {
    identities verified;
    verified.verify("Example.com");
    CHECK(verified.cover("a@example.com"));
    CHECK(verified.cover("b@mail.eu.EXAMPLE.com"));
    CHECK_FALSE(verified.cover("a@badexample.com"));
    CHECK_FALSE(verified.cover("a@com"));
    CHECK_FALSE(verified.cover("a@example.com.evil.test"));
}

TEST_CASE("what is not an address is never verified") {
    identities verified;
    CHECK_FALSE(verified.cover("a@example.com"));
    verified.verify("example.com");
    CHECK_FALSE(verified.cover("example.com"));
    CHECK_FALSE(verified.cover("@example.com"));
    CHECK_FALSE(verified.cover(""));
}
