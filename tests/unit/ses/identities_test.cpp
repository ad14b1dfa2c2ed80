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

TEST_CASE("identities are listed, keep settings, and can be removed") {
    identities known;
    known.verify("a@example.com", sendlab::virtual_epoch).settings["x"] = "1";
    known.verify("a@example.com", sendlab::virtual_epoch + std::chrono::seconds{1});
    REQUIRE(known.find("A <a@EXAMPLE.com>"));
    CHECK(known.find("a@example.com")->settings.at("x") == "1");
    CHECK(known.find("a@example.com")->created == sendlab::virtual_epoch);
    CHECK_FALSE(known.find("a@example.com")->is_domain());
    CHECK(known.remove("a@example.com"));
    CHECK_FALSE(known.remove("a@example.com"));
    CHECK_FALSE(known.cover("a@example.com"));
    CHECK(known.begin() == known.end());
}
