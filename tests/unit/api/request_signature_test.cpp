#include "api/request_signature.hpp"

#include <catch2/catch.hpp>

#include "aws/canonical_request.hpp"
#include "aws/date_text.hpp"
#include "aws/hashing.hpp"
#include "aws/signature_v4.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace std::chrono_literals;

namespace {

const time_point noon = *aws::parse_amz_date("20260131T120000Z");

http_request signed_request(std::string_view secret, std::string target = "/2015-03-31/functions") {
    http_request request{"GET", std::move(target), {}, std::make_shared<memory_blob>(""), false, "127.0.0.1"};
    request.fields.add("Host", "lambda.us-east-1.amazonaws.com");
    request.fields.add("X-Amz-Date", "20260131T120000Z");
    aws::signature_v4 made{
        "key", {"20260131", "us-east-1", "lambda"}, {"host", "x-amz-date"}, "", "20260131T120000Z", {}};
    const aws::signed_request what{request.method,
                                   percent_decoded(request.path()),
                                   parse_query(request.query()),
                                   {request.fields.begin(), request.fields.end()},
                                   aws::hex(aws::hash{aws::hash_kind::sha256}.value())};
    const auto form = aws::canonical_request(what, made.signed_headers, aws::path_encoding::twice);
    request.fields.add("Authorization",
                       "AWS4-HMAC-SHA256 Credential=key/20260131/us-east-1/lambda/aws4_request, "
                       "SignedHeaders=host;x-amz-date, Signature=" +
                           aws::sign(secret, made, form));
    return request;
}

} // namespace

TEST_CASE("a request that is signed with the secret is let through, for five minutes") {
    const auto request = signed_request("test", "/2015-03-31/functions/a%3Ab?Qualifier=x%20y");
    CHECK_FALSE(refusal_of_signature(request, "test", noon));
    CHECK_FALSE(refusal_of_signature(request, "test", noon + 5min));
    CHECK(refusal_of_signature(request, "test", noon + 5min + 1s)->message ==
          "Signature expired: 20260131T120000Z is now earlier than 2026-01-31T12:00:01.000Z");
    CHECK(refusal_of_signature(request, "test", noon - 6min));
}

TEST_CASE("one that is signed with another secret, or changed since, is refused") {
    const auto wrong = refusal_of_signature(signed_request("other"), "test", noon);
    REQUIRE(wrong);
    CHECK(wrong->status == 403);
    CHECK(wrong->code == "InvalidSignatureException");
    auto changed = signed_request("test");
    changed.method = "DELETE";
    CHECK(refusal_of_signature(changed, "test", noon));
    changed = signed_request("test");
    changed.body = std::make_shared<memory_blob>("{}");
    CHECK(refusal_of_signature(changed, "test", noon));
}

TEST_CASE("the Query protocol names its errors in its own way") {
    http_request query{"GET",      "/?Action=GetSendQuota", {}, std::make_shared<memory_blob>(""), false,
                       "127.0.0.1"};
    CHECK(refusal_of_signature(query, "test", noon)->code == "MissingAuthenticationToken");
    query.target = "/2015-03-31/functions";
    CHECK(refusal_of_signature(query, "test", noon)->code == "MissingAuthenticationTokenException");
    query.fields.add("Authorization", "AWS4-HMAC-SHA256 nonsense");
    CHECK(refusal_of_signature(query, "test", noon)->status == 400);
    CHECK(refusal_of_signature(query, "test", noon)->code == "IncompleteSignatureException");
}
