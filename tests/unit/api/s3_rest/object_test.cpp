// Objects over REST: put, got, headed, deleted.
#include <catch2/catch.hpp>

#include "unit/api/s3_rest/rest_fixture.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::test;
using namespace std::chrono_literals;

TEST_CASE_METHOD(rest_fixture, "an object that was put is given back with its headers") {
    const auto put =
        ask("PUT", "/mails/a%20b%2Bc/%C3%A9.json", {{"Content-Type", "application/json"}}, "hello");
    CHECK(put.status == 200);
    CHECK(header(put, "ETag") == "\"5d41402abc4b2a76b9719d911017c592\"");
    CHECK(header(put, "x-amz-server-side-encryption") == "AES256");
    CHECK(header(put, "x-amz-request-id").size() == 16);
    CHECK(header(put, "x-amz-id-2").size() == 76);
    REQUIRE(store.get_object("mails", "a b+c/\xc3\xa9.json").has_value());

    const auto got = ask("GET", "/mails/a%20b%2Bc/%C3%A9.json?x-id=GetObject");
    CHECK(got.status == 200);
    CHECK(text(got) == "hello");
    CHECK(header(got, "Content-Type") == "application/json");
    CHECK(header(got, "ETag") == "\"5d41402abc4b2a76b9719d911017c592\"");
    CHECK(header(got, "Last-Modified") == "Thu, 01 Jan 2026 00:00:00 GMT");
    CHECK(header(got, "Accept-Ranges") == "bytes");
    CHECK(header(got, "x-amz-request-id") != header(put, "x-amz-request-id"));

    const auto head = ask("HEAD", "/mails/a%20b%2Bc/%C3%A9.json");
    CHECK(head.status == 200);
    CHECK(head.body_length == 5U);

    CHECK(ask("DELETE", "/mails/a%20b%2Bc/%C3%A9.json").status == 204);
    CHECK(ask("DELETE", "/mails/a%20b%2Bc/%C3%A9.json").status == 204);
    CHECK(ask("GET", "/mails/a%20b%2Bc/%C3%A9.json").status == 404);
}

TEST_CASE_METHOD(rest_fixture, "a missing key or bucket is named in S3's error") {
    const auto key = ask("GET", "/mails/none");
    CHECK(key.status == 404);
    CHECK(header(key, "Content-Type") == "application/xml");
    CHECK(element(key, "Code") == "NoSuchKey");
    CHECK(element(key, "Message") == "The specified key does not exist.");
    CHECK(element(key, "Key") == "none");
    CHECK(element(key, "RequestId") == header(key, "x-amz-request-id"));
    CHECK(element(key, "HostId") == header(key, "x-amz-id-2"));

    const auto bucket = ask("PUT", "/nowhere/a", {}, "x");
    CHECK(bucket.status == 404);
    CHECK(element(bucket, "Code") == "NoSuchBucket");
    CHECK(element(bucket, "BucketName") == "nowhere");
}

TEST_CASE_METHOD(rest_fixture, "the bucket may stand in the host") {
    for (const auto* host :
         {"mails.s3.amazonaws.com", "mails.s3.eu-west-1.amazonaws.com:4566",
          "MAILS.s3.localhost.localstack.cloud:4566", "mails.localhost:4566", "mails.s3.localhost",
          "mails.s3-eu-west-1.amazonaws.com", "mails.s3.dualstack.us-east-1.amazonaws.com"}) {
        CAPTURE(host);
        CHECK(ask("PUT", "/mails/a", {{"Host", host}}, "x").status == 200);
        CHECK(store.get_object("mails", "mails/a").has_value());
        REQUIRE(store.delete_object("mails", "mails/a").has_value());
    }
    for (const auto* host : {"s3.amazonaws.com", "s3.eu-west-1.amazonaws.com", "localhost:4566", "[::1]:4566",
                             "s3.localhost.localstack.cloud", "emulator.test"}) {
        CAPTURE(host);
        CHECK(ask("GET", "/mails?location", {{"Host", host}}).status == 200);
    }
    CHECK(ask("PUT", "/a", {{"Host", "my.mails.s3.amazonaws.com"}}, "x").status == 404);
}

TEST_CASE_METHOD(rest_fixture, "ranges are answered with 206, or refused with the size") {
    put("a", "0123456789");
    const auto range = [&](const char* wanted) { return ask("GET", "/mails/a", {{"Range", wanted}}); };
    const auto middle = range("bytes=2-4");
    CHECK(middle.status == 206);
    CHECK(text(middle) == "234");
    CHECK(header(middle, "Content-Range") == "bytes 2-4/10");
    CHECK(text(range("bytes=7-")) == "789");
    CHECK(text(range("bytes=-2")) == "89");
    CHECK(text(range("bytes=8-100")) == "89");
    CHECK(range("bytes=4-2").status == 200);
    CHECK(range("lines=1-2").status == 200);
    const auto beyond = range("bytes=10-");
    CHECK(beyond.status == 416);
    CHECK(element(beyond, "Code") == "InvalidRange");
    CHECK(element(beyond, "ActualObjectSize") == "10");
    CHECK(element(beyond, "RangeRequested") == "bytes=10-");
}

TEST_CASE_METHOD(rest_fixture, "headers of the object come back, and can be overridden for one answer") {
    put("a", "x",
        {{"Content-Encoding", "gzip,aws-chunked"},
         {"Content-Disposition", "attachment"},
         {"Content-Language", "de"},
         {"Cache-Control", "no-cache"},
         {"Expires", "Fri, 01 Jan 2027 00:00:00 GMT"},
         {"x-amz-website-redirect-location", "/b"},
         {"x-amz-storage-class", "STANDARD_IA"},
         {"x-amz-meta-Colour", "red"},
         {"x-amz-meta-n", "1"},
         {"X-Amz-Meta-N", "1"},
         {"x-amz-tagging", "a=1&b=2"}});
    const auto got = ask("GET", "/mails/a?response-content-type=text%2Fplain&response-cache-control=private");
    CHECK(header(got, "Content-Encoding") == "gzip");
    CHECK(header(got, "Content-Disposition") == "attachment");
    CHECK(header(got, "Content-Language") == "de");
    CHECK(header(got, "Expires") == "Fri, 01 Jan 2027 00:00:00 GMT");
    CHECK(header(got, "x-amz-website-redirect-location") == "/b");
    CHECK(header(got, "x-amz-storage-class") == "STANDARD_IA");
    CHECK(header(got, "x-amz-meta-colour") == "red");
    CHECK(header(got, "x-amz-tagging-count") == "2");
    CHECK(header(got, "Content-Type") == "text/plain");
    CHECK(header(got, "Cache-Control") == "private");
    CHECK(header(ask("GET", "/mails/a"), "Content-Type") == "binary/octet-stream");
}

TEST_CASE_METHOD(rest_fixture, "bad headers of a put change nothing") {
    const auto refusal = [&](headers fields) {
        const auto answer = ask("PUT", "/mails/bad", std::move(fields), "x");
        CHECK(answer.status >= 400);
        return element(answer, "Code");
    };
    CHECK(refusal({{"x-amz-acl", "publik"}}) == "InvalidArgument");
    CHECK(refusal({{"x-amz-storage-class", "FAST"}}) == "InvalidStorageClass");
    CHECK(refusal({{"x-amz-tagging", "a=1&a=2"}}) == "InvalidTag");
    CHECK(refusal({{"x-amz-meta-x", std::string(2048, 'x')}}) == "MetadataTooLarge");
    CHECK(refusal({{"x-amz-website-redirect-location", "elsewhere"}}) == "InvalidRequest");
    CHECK(refusal({{"x-amz-server-side-encryption-customer-algorithm", "AES256"}}) == "NotImplemented");
    CHECK(refusal({{"x-amz-grant-read", "id=1"}}) == "NotImplemented");
    CHECK(element(ask("PUT", "/mails/" + std::string(1025, 'x')), "Code") == "KeyTooLongError");
    CHECK(element(ask("PUT", "/mails/%ff", {}, "x"), "Code") == "InvalidArgument");
    CHECK(store.object_count() == 0);
}

TEST_CASE_METHOD(rest_fixture, "reads have conditions") {
    wait_until(virtual_epoch + 10s);
    put("a");
    const auto get = [&](const char* name, const char* value) {
        return ask("GET", "/mails/a", {{name, value}});
    };
    const auto* tag = "\"5d41402abc4b2a76b9719d911017c592\"";
    CHECK(get("If-Match", tag).status == 200);
    CHECK(get("If-Match", "\"other\"").status == 412);
    CHECK(element(get("If-Match", "\"other\""), "Condition") == "If-Match");
    const auto unchanged = get("If-None-Match", tag);
    CHECK(unchanged.status == 304);
    CHECK(header(unchanged, "ETag") == tag);
    CHECK(text(unchanged).empty());
    CHECK(get("If-None-Match", "\"other\"").status == 200);
    CHECK(get("If-Modified-Since", "Thu, 01 Jan 2026 00:00:10 GMT").status == 304);
    CHECK(get("If-Modified-Since", "Thu, 01 Jan 2026 00:00:09 GMT").status == 200);
    CHECK(get("If-Unmodified-Since", "Thu, 01 Jan 2026 00:00:09 GMT").status == 412);
    CHECK(get("If-Unmodified-Since", "Thu, 01 Jan 2026 00:00:10 GMT").status == 200);
}

TEST_CASE_METHOD(rest_fixture, "writes have conditions") {
    CHECK(ask("PUT", "/mails/a", {{"If-None-Match", "*"}}, "x").status == 200);
    const auto taken = ask("PUT", "/mails/a", {{"If-None-Match", "*"}}, "y");
    CHECK(taken.status == 412);
    CHECK(element(taken, "Code") == "PreconditionFailed");
    CHECK(element(taken, "Condition") == "If-None-Match");
    CHECK(ask("PUT", "/mails/a", {{"If-None-Match", "\"x\""}}, "y").status == 501);
    CHECK(ask("PUT", "/mails/a", {{"If-None-Match", "*"}, {"If-Match", "*"}}, "y").status == 501);
    CHECK(ask("PUT", "/mails/a", {{"If-Match", "\"0\""}}, "y").status == 412);
    CHECK(ask("PUT", "/mails/none", {{"If-Match", "\"0\""}}, "y").status == 404);
    CHECK(text(ask("GET", "/mails/a")) == "x");
    CHECK(ask("PUT", "/mails/a", {{"If-Match", "\"9dd4e461268c8034f5c8564e155c67a6\""}}, "y").status == 200);
    CHECK(text(ask("GET", "/mails/a")) == "y");
}

TEST_CASE_METHOD(rest_fixture, "a put is heard of with the request's own id") {
    hear({"s3:ObjectCreated:Put"});
    const auto put = ask("PUT", "/mails/1.json", {}, "{}");
    clock.run();
    REQUIRE(heard.size() == 1);
    const auto json = heard[0].record->json();
    CHECK(json.find("\"x-amz-request-id\":\"" + header(put, "x-amz-request-id") + '"') != std::string::npos);
    CHECK(json.find("\"eventName\":\"ObjectCreated:Put\"") != std::string::npos);
}
