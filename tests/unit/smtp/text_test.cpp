#include "smtp/text.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::smtp;

TEST_CASE("beginnings are compared without case") {
    CHECK(begins_with_ignoring_case("from:<a>", "FROM:"));
    CHECK_FALSE(begins_with_ignoring_case("FRO", "FROM:"));
}

TEST_CASE("UTF-8 has no overlong forms, surrogates or characters above U+10FFFF") {
    CHECK(is_utf8("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x93\xa7"));
    CHECK(is_utf8("\xed\x9f\xbf\xf4\x8f\xbf\xbf"));
    for (const auto* bad : {"\xff\xfe", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                            "\xc3", "\xe2\x82", "\x80", "\xc3(", "\xf5\x80\x80\x80"})
        CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("xtext is decoded") {
    CHECK(xtext_decoded("a+2Bb+3Dc") == "a+b=c");
    for (const auto* bad : {"a=b", "a b", "a+2", "a+", "a+2b", "\xc3\xa4"})
        CHECK_FALSE(xtext_decoded(bad));
}
