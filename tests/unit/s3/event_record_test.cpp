#include "s3/event_record.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace sendlab;
using namespace sendlab::s3;
using namespace std::chrono_literals;

namespace {

event_record example() {
    event_record record;
    record.bucket = "async-emails";
    record.key = "16438000001.json";
    record.content = body{"hello"};
    record.event_time = std::chrono::sys_days{std::chrono::January / 31 / 2026} + 12h + 123'999'999ns;
    record.sequence = 0x2a;
    record.configuration_id = "EmailSender";
    record.source_ip = "203.0.113.7";
    record.host_request = 7;
    return record;
}

nlohmann::json object_of(const event_record& record) {
    return nlohmann::json::parse(record.json()).at("Records").at(0).at("s3").at("object");
}

} // namespace

TEST_CASE("an event document has AWS's members in AWS's order") {
    CHECK(
        example().json() ==
        R"({"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1",)"
        R"("eventTime":"2026-01-31T12:00:00.123Z","eventName":"ObjectCreated:Put",)"
        R"("userIdentity":{"principalId":"AWS:AIDAJDPLRKLG7UEXAMPLE"},)"
        R"("requestParameters":{"sourceIPAddress":"203.0.113.7"},)"
        R"("responseElements":{"x-amz-request-id":"A150B2D34DF7F707","x-amz-id-2":"cR2v8q3Ewkzht+mGJVaceX+4HfpkkfjBTFSozFTg1uxWIS1/tMZQHxHKHC47WhcDZjo2Wpp79Mt="},)"
        R"("s3":{"s3SchemaVersion":"1.0","configurationId":"EmailSender",)"
        R"("bucket":{"name":"async-emails","ownerIdentity":{"principalId":"A3NL1KOZZKExample"},)"
        R"("arn":"arn:aws:s3:::async-emails"},)"
        R"("object":{"key":"16438000001.json","size":5,"eTag":"5d41402abc4b2a76b9719d911017c592",)"
        R"("sequencer":"00000000000000002A"}}}]})");
}

TEST_CASE("a removal has neither size nor eTag") {
    auto record = example();
    record.type = event_type::object_removed_delete;
    const auto object = object_of(record);
    CHECK(object.size() == 2);
    CHECK(object.contains("key"));
    CHECK(object.contains("sequencer"));
}

TEST_CASE("a delete marker has the eTag of an empty object and no size") {
    auto record = example();
    record.type = event_type::object_removed_delete_marker_created;
    const auto object = object_of(record);
    CHECK(object.at("eTag") == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK_FALSE(object.contains("size"));
}

TEST_CASE("a lifecycle event has a version of its own and is S3's own doing") {
    auto record = example();
    record.type = event_type::lifecycle_expiration_delete;
    const auto document = nlohmann::json::parse(record.json()).at("Records").at(0);
    CHECK(document.at("eventVersion") == "2.3");
    CHECK(document.at("eventName") == "LifecycleExpiration:Delete");
    CHECK(document.at("userIdentity").at("principalId") == "s3.amazonaws.com");
    CHECK(document.at("s3").at("object").size() == 2);
}

TEST_CASE("event names have no s3: before them") {
    CHECK(to_string(event_type::object_created_put) == "ObjectCreated:Put");
    CHECK(to_string(event_type::object_created_post) == "ObjectCreated:Post");
    CHECK(to_string(event_type::object_created_copy) == "ObjectCreated:Copy");
    CHECK(to_string(event_type::object_created_complete_multipart_upload) ==
          "ObjectCreated:CompleteMultipartUpload");
    CHECK(to_string(event_type::object_removed_delete) == "ObjectRemoved:Delete");
    CHECK(to_string(event_type::object_removed_delete_marker_created) == "ObjectRemoved:DeleteMarkerCreated");
}

TEST_CASE("keys are form-URL-encoded, and slashes stay") {
    CHECK(event_key("mails/1643 80.json") == "mails/1643+80.json");
    CHECK(event_key("a@b") == "a%40b");
    CHECK(event_key("a+b%c") == "a%2Bb%25c");
    CHECK(event_key("\xc3\xa9\xe2\x82\xac") == "%C3%A9%E2%82%AC");
    CHECK(event_key("A-z_0.9*") == "A-z_0.9*");
    CHECK(event_key("\"\n~") == "%22%0A%7E");
}

TEST_CASE("a quotation mark in a configuration's id does not break the document") {
    auto record = example();
    record.configuration_id = "a\"b\\\n";
    CHECK(nlohmann::json::parse(record.json()).at("Records").at(0).at("s3").at("configurationId") ==
          "a\"b\\\n");
}

TEST_CASE("sequencers rise as text, and are as long as each other") {
    CHECK(sequencer(0) == "000000000000000000");
    CHECK(sequencer(0xfedcba9876543210) == "00FEDCBA9876543210");
    std::string last;
    for (const std::uint64_t n : {1ULL, 9ULL, 10ULL, 15ULL, 16ULL, 255ULL, 256ULL, 1ULL << 40, ~0ULL}) {
        CHECK(last < sequencer(n));
        last = sequencer(n);
    }
}

TEST_CASE("request ids look like S3's and differ from request to request") {
    auto record = example();
    const auto elements = [&] {
        return nlohmann::json::parse(record.json()).at("Records").at(0).at("responseElements");
    };
    const auto first = elements();
    CHECK(first.at("x-amz-request-id").get<std::string>().size() == 16);
    record.host_request = 8;
    const auto second = elements();
    CHECK(first.at("x-amz-request-id") != second.at("x-amz-request-id"));
    CHECK(first.at("x-amz-id-2") != second.at("x-amz-id-2"));
}
