#include "api/ses_rest/base64.hpp"

#include <catch2/catch.hpp>

using sendlab::api::base64_decoded;

TEST_CASE("base64 is read with padding, without it, in lines, and in the alphabet of URLs") {
    CHECK(base64_decoded("") == "");
    CHECK(base64_decoded("YQ==") == "a");
    CHECK(base64_decoded("YQ") == "a");
    CHECK(base64_decoded("YWI=") == "ab");
    CHECK(base64_decoded("YWJj") == "abc");
    CHECK(base64_decoded("YW\r\nJj\r\n") == "abc");
    CHECK(base64_decoded("-_-_") == "\xfb\xff\xbf");
    CHECK(base64_decoded("+/+/") == "\xfb\xff\xbf");
}

TEST_CASE("what is no base64 is refused") {
    CHECK_FALSE(base64_decoded("Y"));
    CHECK_FALSE(base64_decoded("YWJjY"));
    CHECK_FALSE(base64_decoded("Y=JjZA"));
    CHECK_FALSE(base64_decoded("Hello!"));
}
