#include "smtp/text.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::smtp;

TEST_CASE("words are compared without case, in ASCII only") {
    CHECK(equal_ignoring_case("MaIl", "mAiL"));
    CHECK_FALSE(equal_ignoring_case("mail", "mails"));
    CHECK_FALSE(equal_ignoring_case("\xc3\xa4", "\xc3\x84")); // a and A with dots
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

TEST_CASE("base64 is decoded, with its padding and nothing else") {
    CHECK(base64_decoded("") == "");
    CHECK(base64_decoded("AGEAYg==") == std::string("\0a\0b", 4));
    CHECK(base64_decoded("dXNlcjE=") == "user1");
    CHECK(base64_decoded("+/+/") == "\xfb\xff\xbf");
    for (const auto* bad :
         {"A", "AA", "AAA", "A===", "====", "AB==", "AAF=", "AA=A", "A A=", "AA==AA==", "AA-_"})
        CHECK_FALSE(base64_decoded(bad));
}

TEST_CASE("xtext is decoded") {
    CHECK(xtext_decoded("a+2Bb+3Dc") == "a+b=c");
    for (const auto* bad : {"a=b", "a b", "a+2", "a+", "a+2b", "\xc3\xa4"})
        CHECK_FALSE(xtext_decoded(bad));
}
