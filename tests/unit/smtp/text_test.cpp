#include "smtp/text.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::smtp;

TEST_CASE("beginnings are compared without case") {
    CHECK(begins_with_ignoring_case("from:<a>", "FROM:"));
    CHECK_FALSE(begins_with_ignoring_case("FRO", "FROM:"));
}

TEST_CASE("xtext is decoded") {
    CHECK(xtext_decoded("a+2Bb+3Dc") == "a+b=c");
    for (const auto* bad : {"a=b", "a b", "a+2", "a+", "a+2b", "\xc3\xa4"})
        CHECK_FALSE(xtext_decoded(bad));
}
