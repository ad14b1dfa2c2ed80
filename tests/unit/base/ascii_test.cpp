#include "base/ascii.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("words are compared without case, in ASCII only") {
    CHECK(ascii::same_text("MaIl", "mAiL"));
    CHECK(ascii::same_text("", ""));
    CHECK_FALSE(ascii::same_text("mail", "mails"));
    CHECK_FALSE(ascii::same_text("\xc3\xa4", "\xc3\x84")); // a and A with dots
    CHECK(ascii::lower_case("X-Amz-META\xc3\x84") == "x-amz-meta\xc3\x84");
}

TEST_CASE("a word is found in a text, in whatever case") {
    CHECK(ascii::contains("keep-alive, Upgrade", "upgrade"));
    CHECK(ascii::contains("text", ""));
    CHECK_FALSE(ascii::contains("text", "texts"));
    CHECK_FALSE(ascii::contains("", "x"));
}

TEST_CASE("what is around a word is taken off, and nothing inside of it") {
    CHECK(ascii::trimmed(" \t a b\r\n") == "a b");
    CHECK(ascii::trimmed("\ta\t", " ") == "\ta\t");
    CHECK(ascii::trimmed("\"a\" ", " \"") == "a");
    CHECK(ascii::trimmed(" \n").empty());
    CHECK(ascii::trimmed("").empty());
}

TEST_CASE("hexadecimal digits have a value, in either case") {
    CHECK(ascii::hex_value('0') == 0);
    CHECK(ascii::hex_value('a') == 10);
    CHECK(ascii::hex_value('F') == 15);
    for (const char c : {'g', '/', ':', '@', ' ', '\0'})
        CHECK(ascii::hex_value(c) == -1);
}
