// Vectors of AWS's documentation: S3 API Reference, "Authenticating Requests (AWS Signature Version 4)", its examples
// in headers and query; and the first of the general test suite.
#include "aws/signature_v4.hpp"

#include <catch2/catch.hpp>

#include "aws/hashing.hpp"

using namespace sendlab::aws;

namespace {

constexpr auto documented_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
constexpr auto empty_hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A request of 24 May 2013 to examplebucket.
signed_request request(std::string method, std::string path, signed_request::pairs query,
                       signed_request::pairs headers, std::string hash = empty_hash) {
    headers.emplace_back("Host", "examplebucket.s3.amazonaws.com");
    headers.emplace_back("x-amz-date", "20130524T000000Z");
    headers.emplace_back("x-amz-content-sha256", hash);
    return {std::move(method), std::move(path), std::move(query), std::move(headers), std::move(hash)};
}

std::string authorization(const std::string& headers, const std::string& signature) {
    return "AWS4-HMAC-SHA256 "
           "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=" +
           headers + ",Signature=" + signature;
}

void check(const signed_request& asked, const std::string& headers, const std::string& signature) {
    const auto read = parse_authorization(authorization(headers, signature), "20130524T000000Z");
    REQUIRE(read.has_value());
    CHECK(read->signature == signature);
    CHECK(sign(documented_key, *read, canonical_request(asked, read->signed_headers)) == signature);
}

std::string refusal(const std::string& header, const std::string& date = "20130524T000000Z") {
    const auto read = parse_authorization(header, date);
    return read ? "(none)" : read.error().message;
}

const signed_request::pairs presigned{
    {"X-Amz-Algorithm", "AWS4-HMAC-SHA256"},
    {"X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"},
    {"X-Amz-Date", "20130524T000000Z"},
    {"X-Amz-Expires", "86400"},
    {"X-Amz-SignedHeaders", "host"},
    {"X-Amz-Signature", "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"}};

} // namespace

TEST_CASE("requests of the documentation have its signatures") {
    check(request("GET", "/test.txt", {}, {{"Range", "bytes=0-9"}}),
          "host;range;x-amz-content-sha256;x-amz-date",
          "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    check(request("PUT", "/test$file.text", {},
                  {{"Date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}},
                  "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
          "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    check(request("GET", "/", {{"lifecycle", ""}}, {}), "host;x-amz-content-sha256;x-amz-date",
          "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    check(request("GET", "/", {{"max-keys", "2"}, {"prefix", "J"}}, {}),
          "host;x-amz-content-sha256;x-amz-date",
          "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST_CASE("a presigned URL of the documentation has its signature") {
    const auto read = parse_presigned(presigned);
    REQUIRE(read.has_value());
    CHECK(read->access_key == "AKIAIOSFODNN7EXAMPLE");
    CHECK(read->scope.text() == "20130524/us-east-1/s3/aws4_request");
    CHECK(read->expires == std::chrono::seconds{86400});
    const signed_request asked{
        "GET", "/test.txt", presigned, {{"host", "examplebucket.s3.amazonaws.com"}}, "UNSIGNED-PAYLOAD"};
    CHECK(sign(documented_key, *read, canonical_request(asked, read->signed_headers)) == read->signature);
}

TEST_CASE("the general test suite's plain request has its signature") {
    const signature_v4 given{.access_key = "AKIDEXAMPLE",
                             .scope = {"20150830", "us-east-1", "service"},
                             .signed_headers = {"host", "x-amz-date"},
                             .signature = {},
                             .timestamp = "20150830T123600Z",
                             .expires = {}};
    const signed_request asked{
        "GET", "/", {}, {{"Host", "example.amazonaws.com"}, {"X-Amz-Date", "20150830T123600Z"}}, empty_hash};
    CHECK(sign("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", given,
               canonical_request(asked, given.signed_headers, path_encoding::twice)) ==
          "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST_CASE("a header may have blanks, another date, and a key with slashes") {
    const auto read =
        parse_authorization("AWS4-HMAC-SHA256 Credential=a/b/20260131/eu-west-1/lambda/aws4_request, "
                            "SignedHeaders=host;x-amz-date, Signature=" +
                                std::string(64, '0'),
                            "Sat, 31 Jan 2026 12:00:00 GMT");
    REQUIRE(read.has_value());
    CHECK(read->access_key == "a/b");
    CHECK(read->scope.region == "eu-west-1");
    CHECK(read->scope.service == "lambda");
    CHECK(read->signed_headers == std::vector<std::string>{"host", "x-amz-date"});
    CHECK(read->timestamp == "20260131T120000Z");
    CHECK_FALSE(read->expires);
}

TEST_CASE("malformed headers are refused in AWS's words") {
    const std::string zeros(64, '0');
    CHECK(refusal("Basic abc") == "Unsupported Authorization Type");
    CHECK(refusal("AWS4-HMAC-SHA256 Credential=a/20130524/r/s3/aws4_request").find("three components") !=
          std::string::npos);
    CHECK(refusal("AWS4-HMAC-SHA256 Credential=a/r/s3/aws4_request, SignedHeaders=host, Signature=" + zeros)
              .find("mal-formed") != std::string::npos);
    CHECK(refusal(authorization("host", zeros), "yesterday").find("x-amz-date") != std::string::npos);
    CHECK(refusal(authorization("host", "12")).find("64 hexadecimal digits") != std::string::npos);
    CHECK(refusal(authorization("host", zeros)) == "(none)");
}

TEST_CASE("presigned URLs need all parameters, and a life of a week at most") {
    const auto refused = [](std::string_view name, const std::string& value) {
        auto query = presigned;
        for (auto& [key, text] : query)
            if (key == name)
                text = value;
        const auto read = parse_presigned(query);
        return read ? std::string{"(none)"} : read.error().message;
    };
    CHECK(refused("X-Amz-Expires", "604800") == "(none)");
    CHECK(refused("X-Amz-Expires", "604801").find("less than a week") != std::string::npos);
    CHECK(refused("X-Amz-Expires", "-1") == "X-Amz-Expires must be non-negative");
    CHECK(refused("X-Amz-Expires", "soon") == "X-Amz-Expires should be a number");
    CHECK(refused("X-Amz-Date", "2013").find("ISO8601") != std::string::npos);
    CHECK(refused("X-Amz-Credential", "x").find("X-Amz-Credential") != std::string::npos);
    CHECK(refused("X-Amz-Algorithm", "AWS5") == "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
    CHECK(refused("X-Amz-Signature", "").find("Query-string authentication version 4 requires") == 0);
    CHECK(is_presigned_v4(presigned));
    CHECK_FALSE(is_presigned_v4({{"acl", ""}}));
}
