#include "s3/s3_error.hpp"

#include <catch2/catch.hpp>

using namespace sendlab::s3;

TEST_CASE("errors have S3's names, statuses and texts") {
    CHECK(to_string(errc::no_such_bucket) == "NoSuchBucket");
    CHECK(http_status(errc::no_such_bucket) == 404);
    CHECK(usual_message(errc::no_such_bucket) == "The specified bucket does not exist");
    CHECK(to_string(errc::key_too_long) == "KeyTooLongError");
    CHECK(http_status(errc::key_too_long) == 400);
    CHECK(to_string(errc::slow_down) == "SlowDown");
    CHECK(http_status(errc::slow_down) == 503);
    CHECK(usual_message(errc::slow_down) == "Please reduce your request rate.");
    CHECK(http_status(errc::bucket_not_empty) == 409);
}

TEST_CASE("every code has an answer") {
    for (int code = 0; code <= static_cast<int>(errc::slow_down); ++code) {
        CHECK_FALSE(to_string(static_cast<errc>(code)).empty());
        CHECK_FALSE(usual_message(static_cast<errc>(code)).empty());
        CHECK(http_status(static_cast<errc>(code)) >= 304);
    }
}

TEST_CASE("an invalid argument is named, with its value") {
    const auto e = invalid_argument("No", "x-amz-acl", "publik");
    CHECK(e.code == errc::invalid_argument);
    CHECK(e.message == "No");
    CHECK(e.details == error_details{{"ArgumentName", "x-amz-acl"}, {"ArgumentValue", "publik"}});
}
