#include "smtp/extension_set.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::smtp;

TEST_CASE("a set of extensions has all of them until some are hidden") {
    extension_set offered;
    CHECK(offered.contains(extension::pipelining));
    CHECK(offered.contains(extension::auth));
    offered.hide(extension::auth);
    CHECK_FALSE(offered.contains(extension::auth));
    CHECK(offered.contains(extension::starttls));
}

TEST_CASE("Amazon SES offers neither PIPELINING nor CHUNKING") {
    CHECK_FALSE(ses_extensions.contains(extension::pipelining));
    CHECK_FALSE(ses_extensions.contains(extension::chunking));
    CHECK(ses_extensions.contains(extension::auth));
}

TEST_CASE("every keyword can be named") {
    for (int i = 0; i < 10; ++i) {
        const auto keyword = static_cast<extension>(i);
        CHECK(parse_extension(to_string(keyword)) == keyword);
    }
    CHECK(parse_extension("8bitmime") == extension::eight_bit_mime);
    CHECK_FALSE(parse_extension("XCLIENT"));
    CHECK_FALSE(parse_extension(""));
}
