#include "s3/naming_rules.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

TEST_CASE("names of buckets that S3 takes") {
    for (const auto* name :
         {"abc", "async-emails", "my.bucket", "1bucket", "bucket1", "a-b", "192.168.5", "1.2.3.x"})
        CHECK(is_bucket_name(name));
    CHECK(is_bucket_name(std::string(63, 'a')));
}

TEST_CASE("names of buckets that S3 refuses") {
    for (const auto* name : {"",          "ab",         "Async",          "under_score", "-abc",
                             "abc-",      ".abc",       "abc.",           "a..b",        "192.168.5.4",
                             "xn--abc",   "sthree-abc", "amzn-s3-demo-x", "abc-s3alias", "abc--ols-s3",
                             "abc.mrap",  "abc--x-s3",  "abc--table-s3",  "a b",         "a/b",
                             "b\xc3\xa9t"})
        CHECK_FALSE(is_bucket_name(name));
    CHECK_FALSE(is_bucket_name(std::string(64, 'a')));
}

TEST_CASE("a key is 1 to 1,024 bytes of UTF-8") {
    CHECK_FALSE(key_error("a"));
    CHECK_FALSE(key_error(std::string(1024, 'x')));
    CHECK_FALSE(key_error("\xc3\xa9/\xe2\x82\xac/\xf0\x9f\x93\xa7 \x01"));

    const auto longer = key_error(std::string(1025, 'x'));
    REQUIRE(longer);
    CHECK(longer->code == errc::key_too_long);
    CHECK(longer->message == "Your key is too long");
    CHECK(longer->details == error_details{{"Size", "1025"}, {"MaxSizeAllowed", "1024"}});

    REQUIRE(key_error(""));
    CHECK(key_error("")->code == errc::invalid_argument);
}

TEST_CASE("bytes that are not UTF-8 are not a key") {
    for (const auto* key :
         {"\x80", "a\xff", "\xc3", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "\xe2\x82z", "\xc3(", "\xf0\x9f\x93"})
        CHECK(key_error(key));
    for (const auto* key :
         {"\xc2\x80", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
        CHECK_FALSE(key_error(key));
}
