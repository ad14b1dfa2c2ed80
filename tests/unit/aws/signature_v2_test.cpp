// Vectors of AWS's documentation: S3 User Guide, "Signing and authenticating REST requests".
#include "aws/signature_v2.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using namespace sendlab::aws;

namespace {

constexpr auto documented_v2_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

} // namespace

TEST_CASE("requests of the older documentation have its signatures") {
    const auto given = parse_authorization_v2("AWS AKIAIOSFODNN7EXAMPLE:bWq2s1WEIj+Ydj0vQ697zp+IXMU=");
    REQUIRE(given);
    CHECK(given->access_key == "AKIAIOSFODNN7EXAMPLE");
    CHECK(
        sign(documented_v2_key, *given,
             {"GET", "/johnsmith/photos/puppy.jpg", {}, {{"Date", "Tue, 27 Mar 2007 19:36:42 +0000"}}, {}}) ==
        given->signature);
    CHECK(sign(documented_v2_key, *given,
               {"GET",
                "/johnsmith/",
                {{"prefix", "photos"}, {"max-keys", "50"}, {"marker", "puppy"}},
                {{"Date", "Tue, 27 Mar 2007 19:42:41 +0000"}},
                {}}) == "htDYFYduRNen8P9ZfE/s9SuKy0U=");
    CHECK(sign(documented_v2_key, *given,
               {"GET", "/johnsmith/", {{"acl", ""}}, {{"Date", "Tue, 27 Mar 2007 19:44:46 +0000"}}, {}}) ==
          "c2WLPFtWHVgbEmeEG93a4cG37dM=");
}

TEST_CASE("a presigned URL signs the end of its life") {
    const signed_request::pairs query{{"AWSAccessKeyId", "AKIAIOSFODNN7EXAMPLE"},
                                      {"Expires", "1175139620"},
                                      {"Signature", "NpgCjnDzrM+WFzoENXmpNDUsSn8="}};
    CHECK(is_presigned_v2(query));
    const auto given = parse_presigned_v2(query);
    REQUIRE(given.has_value());
    CHECK(given->expires == time_point{std::chrono::seconds{1175139620}});
    CHECK(sign(documented_v2_key, *given, {"GET", "/johnsmith/photos/puppy.jpg", query, {}, {}}) ==
          given->signature);
}

TEST_CASE("amz headers and sub-resources are signed in order") {
    const signed_request asked{
        "PUT",
        "/b/k",
        {{"uploadId", "x"}, {"partNumber", "1"}, {"other", "y"}, {"acl", ""}},
        {{"X-Amz-Meta-B", "2"}, {"x-amz-date", "now"}, {"Content-Type", "text/plain"}, {"Date", "d"}},
        {}};
    CHECK(string_to_sign({}, asked) ==
          "PUT\n\ntext/plain\n\nx-amz-date:now\nx-amz-meta-b:2\n/b/k?acl&partNumber=1&uploadId=x");
}

TEST_CASE("what is not properly signed is refused") {
    CHECK_FALSE(is_presigned_v2({{"Signature", "x"}}));
    CHECK(parse_presigned_v2({{"AWSAccessKeyId", "a"}, {"Signature", "x"}}).has_error());
    for (const auto* expires : {"", "soon", "-1", "99999999999999999999"})
        CHECK(parse_presigned_v2({{"AWSAccessKeyId", "a"}, {"Signature", "x"}, {"Expires", expires}})
                  .has_error());
    CHECK_FALSE(parse_authorization_v2("AWS4-HMAC-SHA256 x:y"));
    CHECK_FALSE(parse_authorization_v2("AWS x"));
}
