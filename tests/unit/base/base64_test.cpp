#include "base/base64.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace sendlab;

TEST_CASE("Base64 is that of RFC 4648") {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (const auto& [bytes, text] : vectors) {
        CHECK(base64(bytes) == text);
        CHECK(base64_decoded(text) == std::string{bytes});
    }
    CHECK(base64("\xfb\xff") == "+/8=");
}

TEST_CASE("what is not Base64 is not decoded") {
    for (const auto* text : {"Zg", "Zg=", "Zg===", "Z===", "====", "Z=g=", "Zm9v\n", "Zm 9", "Zm9-",
                             "Zh==", "Zm9=", "A", "AAA", "AA=A", "A A=", "AA==AA==", "AA-_"}) {
        CAPTURE(text);
        CHECK_FALSE(base64_decoded(text));
    }
}

TEST_CASE("any bytes come back") {
    rc::prop("decoded(encoded(x)) == x",
             [](const std::string& bytes) { RC_ASSERT(base64_decoded(base64(bytes)) == bytes); });
}

TEST_CASE("Base64 from clients is read with padding, without it, in lines, and in the alphabet of URLs") {
    CHECK(base64_decoded_leniently("") == "");
    CHECK(base64_decoded_leniently("YQ==") == "a");
    CHECK(base64_decoded_leniently("YQ") == "a");
    CHECK(base64_decoded_leniently("YWI=") == "ab");
    CHECK(base64_decoded_leniently("YWJj") == "abc");
    CHECK(base64_decoded_leniently("YW\r\nJj\r\n") == "abc");
    CHECK(base64_decoded_leniently("-_-_") == "\xfb\xff\xbf");
    CHECK(base64_decoded_leniently("+/+/") == "\xfb\xff\xbf");
}

TEST_CASE("what is no Base64 at all is refused") {
    CHECK_FALSE(base64_decoded_leniently("Y"));
    CHECK_FALSE(base64_decoded_leniently("YWJjY"));
    CHECK_FALSE(base64_decoded_leniently("Y=JjZA"));
    CHECK_FALSE(base64_decoded_leniently("Hello!"));
}
