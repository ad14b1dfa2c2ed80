#include "base/utf8.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;

TEST_CASE("UTF-8 has no overlong forms, surrogates or characters above U+10FFFF") {
    CHECK(is_utf8(""));
    CHECK(is_utf8("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x93\xa7"));
    CHECK(is_utf8("\xed\x9f\xbf\xf4\x8f\xbf\xbf"));
    for (const auto* bad : {"\xff\xfe", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                            "\xc3", "\xe2\x82", "\x80", "\xc3(", "\xf5\x80\x80\x80"})
        CHECK_FALSE(is_utf8(bad));
}

TEST_CASE("the bytes of a sequence that is cut off belong together") {
    const auto check = [](std::string_view text, std::size_t length, bool valid) {
        const auto found = first_utf8_sequence(text);
        CHECK(found.length == length);
        CHECK(found.valid == valid);
    };
    check("ab", 1, true);
    check("\xe2\x82\xac!", 3, true);
    check("\xe2\x82!", 2, false);
    check("\xf0\x9f\x93", 3, false);
    check("\xff\xff", 1, false);
}
