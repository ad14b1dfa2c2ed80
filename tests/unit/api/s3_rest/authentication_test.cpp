// Presigned URLs end; with verification on, signatures count.
#include <catch2/catch.hpp>

#include "aws/canonical_request.hpp"
#include "aws/date_text.hpp"
#include "aws/signature_v2.hpp"
#include "aws/signature_v4.hpp"
#include "unit/api/s3_rest/rest_fixture.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::test;
using namespace std::chrono_literals;

namespace {

constexpr auto signed_query =
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=key%2F20260101%2Fus-east-1%2Fs3%2F"
    "aws4_request&X-Amz-Date=20260101T000000Z&X-Amz-SignedHeaders=host&X-Amz-Expires=";

struct strict_fixture : rest_fixture {
    strict_fixture() : rest_fixture{options()} { put_directly(); }

    static s3_rest_options options() {
        s3_rest_options made;
        made.verify_signatures = true;
        made.secrets["other"] = "other secret";
        return made;
    }

    void put_directly() {
        REQUIRE(store.put_object({.bucket = "mails", .key = "a b", .body = s3::body{"hello"}}).has_value());
    }

    /// A GET of "/mails/a b", signed in its headers.
    http_response get(const std::string& key, const std::string& secret, time_point signed_at) {
        const aws::signature_v4 seed{.access_key = key,
                                     .scope = {aws::amz_date(signed_at).substr(0, 8), "us-east-1", "s3"},
                                     .signed_headers = {"host", "x-amz-content-sha256", "x-amz-date"},
                                     .signature = {},
                                     .timestamp = aws::amz_date(signed_at),
                                     .expires = {}};
        headers fields{{"Host", "127.0.0.1:4566"},
                       {"x-amz-content-sha256", "UNSIGNED-PAYLOAD"},
                       {"x-amz-date", seed.timestamp}};
        const auto canonical = aws::canonical_request({"GET", "/mails/a b", {}, fields, "UNSIGNED-PAYLOAD"},
                                                      seed.signed_headers);
        fields.emplace_back("Authorization",
                            "AWS4-HMAC-SHA256 Credential=" + key + '/' + seed.scope.text() +
                                ", SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=" +
                                sign(secret, seed, canonical));
        return ask("GET", "/mails/a%20b", fields);
    }
};

} // namespace

TEST_CASE_METHOD(rest_fixture, "without verification any signature will do, and none") {
    CHECK(ask("GET", "/mails", {{"Authorization", "AWS4-HMAC-SHA256 nonsense"}}).status == 200);
    CHECK(ask("GET", "/mails").status == 200);
}

TEST_CASE_METHOD(rest_fixture, "a presigned URL ends when its time is over, verification or not") {
    put("a");
    const auto url = "/mails/a?" + std::string{signed_query} + "60&X-Amz-Signature=" + std::string(64, '0');
    CHECK(ask("GET", url).status == 200);
    wait_until(virtual_epoch + 60s);
    CHECK(ask("GET", url).status == 200);
    wait_until(virtual_epoch + 61s);
    const auto late = ask("GET", url);
    CHECK(late.status == 403);
    CHECK(element(late, "Code") == "AccessDenied");
    CHECK(element(late, "Message") == "Request has expired");
    CHECK(element(late, "X-Amz-Expires") == "60");
    CHECK(element(late, "Expires") == "2026-01-01T00:01:00.000Z");
    CHECK(element(late, "ServerTime") == "2026-01-01T00:01:01.000Z");

    const auto older = [&](int expires) {
        return ask("GET", "/mails/a?AWSAccessKeyId=k&Signature=s&Expires=" + std::to_string(expires));
    };
    CHECK(older(1767225661).status == 200);
    CHECK(element(older(1767225660), "Message") == "Request has expired");
}

TEST_CASE_METHOD(rest_fixture, "a malformed presigned URL is refused in S3's words") {
    const auto code = [&](const std::string& query) {
        return element(ask("GET", "/mails/a?" + query), "Code");
    };
    CHECK(code("X-Amz-Algorithm=AWS4-HMAC-SHA256") == "AuthorizationQueryParametersError");
    CHECK(code(signed_query + std::string{"604801&X-Amz-Signature=x"}) ==
          "AuthorizationQueryParametersError");
    CHECK(code("AWSAccessKeyId=k") == "AccessDenied");
}

TEST_CASE_METHOD(strict_fixture, "with verification only what is signed by the key's secret is answered") {
    const auto now = clock.now();
    CHECK(text(get("any", "test", now)) == "hello");
    CHECK(text(get("other", "other secret", now)) == "hello");
    const auto wrong = get("other", "test", now);
    CHECK(wrong.status == 403);
    CHECK(element(wrong, "Code") == "SignatureDoesNotMatch");
    CHECK(element(wrong, "AWSAccessKeyId") == "other");
    CHECK(element(wrong, "StringToSign").find("AWS4-HMAC-SHA256\n20260101T000000Z\n") == 0);
    CHECK(element(wrong, "CanonicalRequest").find("GET\n/mails/a%20b\n") == 0);
    CHECK(element(wrong, "SignatureProvided").size() == 64);

    CHECK(element(ask("GET", "/mails"), "Code") == "AccessDenied");
    CHECK(element(ask("GET", "/mails", {{"Authorization", "AWS4-HMAC-SHA256 x"}}), "Code") ==
          "AuthorizationHeaderMalformed");
}

TEST_CASE_METHOD(strict_fixture, "clocks may differ by a quarter of an hour") {
    CHECK(get("any", "test", clock.now() - 15min).status == 200);
    CHECK(get("any", "test", clock.now() + 15min).status == 200);
    CHECK(element(get("any", "test", clock.now() - 15min - 1s), "Code") == "RequestTimeTooSkewed");
    CHECK(element(get("any", "test", clock.now() + 15min + 1s), "Code") == "RequestTimeTooSkewed");
}

TEST_CASE_METHOD(strict_fixture, "older signatures count with the bucket in the path, wherever it stands") {
    const aws::signature_v2 given{"key", {}, virtual_epoch + 60s};
    const auto signature = sign("test", given, {"GET", "/mails/a%20b", {}, {}, {}});
    std::string encoded;
    for (const char c : signature)
        encoded += c == '+' ? "%2B" : c == '/' ? "%2F" : c == '=' ? "%3D" : std::string{c};
    const auto query = "?AWSAccessKeyId=key&Expires=1767225660&Signature=" + encoded;
    CHECK(ask("GET", "/mails/a%20b" + query).status == 200);
    CHECK(ask("GET", "/a%20b" + query, {{"Host", "mails.s3.amazonaws.com"}}).status == 200);
    CHECK(ask("GET", "/mails/other" + query).status == 403);
}
