#include "api/destination.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using api::destination_of;
using api::http_request;

namespace {

http_request asking(std::string method, std::string target, std::string body = {}) {
    http_request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.fields.add("Host", "127.0.0.1:4566");
    request.body = std::make_shared<memory_blob>(std::move(body));
    return request;
}

http_request with(http_request request, std::string_view field, std::string value) {
    request.fields.set(field, std::move(value));
    return request;
}

std::string signed_for(const std::string& service) {
    return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260131/us-east-1/" + service +
           "/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123";
}

std::string at_host(const std::string& host) {
    return destination_of(with(asking("GET", "/k"), "Host", host));
}

http_request form(std::string body) {
    return with(asking("POST", "/", std::move(body)), "Content-Type",
                "application/x-www-form-urlencoded; charset=utf-8");
}

} // namespace

TEST_CASE("the scope of a signature says which service is meant") {
    const auto request = asking("POST", "/");
    for (const std::string service : {"s3", "lambda", "ses", "sts", "dynamodb"})
        CHECK(destination_of(with(request, "Authorization", signed_for(service))) == service);
    CHECK(destination_of(with(request, "Authorization", signed_for("email"))) == "ses");
    CHECK(destination_of(with(request, "Authorization",
                              "AWS4-ECDSA-P256-SHA256 Credential=AKID/20260131/s3/aws4_request, "
                              "SignedHeaders=host, Signature=00")) == "s3");
    CHECK(destination_of(with(request, "Authorization",
                              "AWS4-HMAC-SHA256 Credential=A/20260131/us-east-1/lambda/aws4_request,"
                              "SignedHeaders=host,Signature=00")) == "lambda");
    CHECK(destination_of(with(request, "Authorization", "AWS AKID:c2lnbmF0dXJl")) == "s3");
}

TEST_CASE("so does that of a presigned URL") {
    CHECK(destination_of(asking("GET",
                                "/2015-03-31/functions?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential="
                                "AKID%2F20260131%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Expires=60")) == "s3");
    CHECK(destination_of(asking("GET", "/2015-03-31/functions?AWSAccessKeyId=A&Signature=s&Expires=1")) ==
          "s3");
}

TEST_CASE("a signature counts more than the host, the host more than the path") {
    auto request = with(asking("GET", "/2015-03-31/functions"), "Host", "email.us-east-1.amazonaws.com");
    CHECK(destination_of(request) == "ses");
    CHECK(destination_of(with(request, "Authorization", signed_for("s3"))) == "s3");
    CHECK(destination_of(with(request, "Authorization", "Bearer token")) == "ses");
}

TEST_CASE("names of AWS and of emulators say which service is meant") {
    CHECK(at_host("s3.amazonaws.com") == "s3");
    CHECK(at_host("async-emails.s3.amazonaws.com") == "s3");
    CHECK(at_host("async-emails.s3.eu-central-1.amazonaws.com:443") == "s3");
    CHECK(at_host("b.s3.dualstack.us-east-1.amazonaws.com") == "s3");
    CHECK(at_host("b.s3-us-west-2.amazonaws.com") == "s3");
    CHECK(at_host("email.lambda.s3.us-east-1.amazonaws.com") == "s3");
    CHECK(at_host("email.us-east-1.amazonaws.com") == "ses");
    CHECK(at_host("Email.US-East-1.AmazonAWS.com") == "ses");
    CHECK(at_host("lambda.us-east-1.amazonaws.com") == "lambda");
    CHECK(at_host("sts.amazonaws.com") == "sts");
    CHECK(at_host("sqs.us-east-1.amazonaws.com") == "sqs");
    CHECK(at_host("b.s3.localhost.localstack.cloud:4566") == "s3");
    CHECK(at_host("b.s3.us-east-1.localhost.localstack.cloud:4566") == "s3");
    CHECK(at_host("lambda.localhost.localstack.cloud") == "lambda");
    CHECK(at_host("async-emails.localhost:4566") == "s3");
    CHECK(at_host("email.localhost") == "ses");
}

TEST_CASE("without signature and name the path says it") {
    CHECK(destination_of(asking("GET", "/2015-03-31/functions/")) == "lambda");
    CHECK(destination_of(asking("POST", "/2015-03-31/functions/f/invocations")) == "lambda");
    CHECK(destination_of(asking("PUT", "/2019-09-25/functions/f/event-invoke-config")) == "lambda");
    CHECK(destination_of(asking("GET", "/2016-08-19/account-settings")) == "lambda");
    CHECK(destination_of(asking("POST", "/v2/email/outbound-emails")) == "ses");
    CHECK(destination_of(asking("GET", "/_sendlab/health")) == "own");
    CHECK(destination_of(asking("GET", "/_localstack/health?x")) == "own");
    CHECK(destination_of(asking("GET", "/_aws/ses?id=1")) == "own");
    CHECK(destination_of(asking("GET", "/api/v1/messages?limit=1")) == "own");
    CHECK(destination_of(asking("GET", "/api/v2/search")) == "own");
    CHECK(destination_of(asking("GET", "/view/latest")) == "own");
    CHECK(destination_of(asking("GET", "/api/v3/x")) == "s3"); // an object of a bucket "api"
    CHECK(destination_of(asking("GET", "/viewer/x")) == "s3");
    CHECK(destination_of(asking("GET", "/_awsome")) == "s3");
    CHECK(destination_of(asking("GET", "/2015-03-31/report.csv")) == "s3");
    CHECK(destination_of(asking("GET", "/2015-3-31/functions")) == "s3");
    CHECK(destination_of(asking("GET", "/")) == "s3");
    CHECK(destination_of(asking("PUT", "/bucket/key")) == "s3");
}

TEST_CASE("a Query request is told by its action") {
    CHECK(destination_of(form("Version=2010-12-01&Action=SendEmail&Source=a%40b")) == "ses");
    CHECK(destination_of(form("Action=GetCallerIdentity&Version=2011-06-15")) == "sts");
    CHECK(destination_of(asking("GET", "/?Action=GetSendQuota")) == "ses");
    CHECK(destination_of(form("NoAction=SendEmail")) == "s3");
    CHECK(destination_of(asking("POST", "/", "Action=SendEmail")) == "s3"); // no form
    CHECK(destination_of(asking("GET", "/bucket?Action=SendEmail")) == "s3");
    CHECK(query_action(form("a=1&Action=Send%45mail&b")) == "SendEmail");
    CHECK(query_action(form("")).empty());
}

TEST_CASE("a target of the JSON protocols names its service") {
    CHECK(destination_of(with(asking("POST", "/"), "X-Amz-Target", "DynamoDB_20120810.GetItem")) ==
          "DynamoDB");
    CHECK(destination_of(with(asking("POST", "/"), "X-Amz-Target", "AmazonSQS.SendMessage")) == "AmazonSQS");
}
