#include "api/s3_rest/metadata_text.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::api;

TEST_CASE("the documentation's examples of metadata come out as it says") {
    CHECK(metadata_from_header("AMAZONS3") == "AMAZONS3");
    CHECK(metadata_to_header("AMAZONS3") == "AMAZONS3");
    CHECK(metadata_to_header(metadata_from_header("=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=")) ==
          "=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=");
    CHECK(metadata_to_header(metadata_from_header("\xc3\x84M\xc3\x84Z\xc3\x95\xc3\x91 S3")) ==
          "=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=");
}

TEST_CASE("encoded words are decoded, in either encoding, among other text") {
    CHECK(metadata_from_header("=?UTF-8?Q?=C3=84M_Z?=") == "\xc3\x84M Z");
    CHECK(metadata_from_header("=?utf-8?q?100%25?=") == "100%25");
    CHECK(metadata_from_header("=?ISO-8859-1?Q?=C4?=") == "\xc3\x84");
    CHECK(metadata_from_header("=?UTF-8?Q?a?= =?UTF-8?Q?b?= c") == "ab c");
    CHECK(metadata_from_header("x =?UTF-8?B?w4Q=?= y") == "x \xc3\x84 y");
}

TEST_CASE("what is no encoded word stays as it is") {
    for (const auto* text : {"", "=?", "=?UTF-8?", "=?UTF-8?B?",
                             "=?UTF-8?B?w4Q=", "=?UTF-8?X?a?=", "=?UTF-8?B?!?=", "=?EBCDIC?Q?a?=", "a=?b"}) {
        CAPTURE(text);
        CHECK(metadata_from_header(text) == text);
    }
}
