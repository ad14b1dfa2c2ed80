#include "aws/uri_encoding.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::aws;

TEST_CASE("all but letters, digits and - . _ ~ is encoded, in upper case") {
    CHECK(uri_encoded("azAZ09-._~") == "azAZ09-._~");
    CHECK(uri_encoded("a b+c/d") == "a%20b%2Bc%2Fd");
    CHECK(uri_encoded("a b+c/d", slashes::kept) == "a%20b%2Bc/d");
    CHECK(uri_encoded("\xc3\xa9*!'()") == "%C3%A9%2A%21%27%28%29");
}
