#include "aws/base64.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace sendlab::aws;

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
    for (const auto* text :
         {"Zg", "Zg=", "Zg===", "Z===", "====", "Z=g=", "Zm9v\n", "Zm 9", "Zm9-", "Zh==", "Zm9="}) {
        CAPTURE(text);
        CHECK_FALSE(base64_decoded(text));
    }
}

TEST_CASE("any bytes come back") {
    rc::prop("decoded(encoded(x)) == x",
             [](const std::string& bytes) { RC_ASSERT(base64_decoded(base64(bytes)) == bytes); });
}
