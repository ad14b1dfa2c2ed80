#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "lambda/destination_record.hpp"

namespace sendlab::lambda {

using namespace std::chrono_literals;

namespace {

const std::string arn = "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender";
const std::string last_error = R"({"errorType":"Error","errorMessage":"no"})";

event_end ended(std::optional<given_up> why, std::uint32_t attempts, std::string payload) {
    return {virtual_epoch + 12h + 345ms,
            {0x0123456789ab4def, 0x8edcba9876543210},
            why,
            attempts,
            std::move(payload)};
}

} // namespace

TEST_CASE("the record of an event whose retries are exhausted") {
    CHECK(
        destination_record(ended(given_up::retries_exhausted, 3, last_error), arn,
                           R"({"Records": [1,  2]})") ==
        R"({"version":"1.0","timestamp":"2026-01-01T12:00:00.345Z","requestContext":{)"
        R"("requestId":"01234567-89ab-4def-8edc-ba9876543210",)"
        R"("functionArn":"arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender:$LATEST",)"
        R"("condition":"RetriesExhausted","approximateInvokeCount":3},"requestPayload":{"Records": [1,  2]},)"
        R"("responseContext":{"statusCode":200,"executedVersion":"$LATEST","functionError":"Unhandled"},)"
        R"("responsePayload":{"errorType":"Error","errorMessage":"no"}})");
}

TEST_CASE("the record of a success has no functionError") {
    CHECK(destination_record(ended(std::nullopt, 1, "null"), arn, "{}") ==
          R"({"version":"1.0","timestamp":"2026-01-01T12:00:00.345Z","requestContext":{)"
          R"("requestId":"01234567-89ab-4def-8edc-ba9876543210",)"
          R"("functionArn":"arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender:$LATEST",)"
          R"("condition":"Success","approximateInvokeCount":1},"requestPayload":{},)"
          R"("responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":null})");
}

TEST_CASE("the record of an event that was never tried has no response") {
    const auto text = destination_record(ended(given_up::zero_reserved_concurrency, 0, ""), arn, "{}");
    CHECK(text.ends_with(
        R"("condition":"ZeroReservedConcurrency","approximateInvokeCount":0},"requestPayload":{}})"));
    CHECK(
        destination_record(ended(given_up::event_age_exceeded, 0, ""), arn, "{}")
            .ends_with(R"("condition":"EventAgeExceeded","approximateInvokeCount":0},"requestPayload":{}})"));
    CHECK(destination_record(ended(given_up::recursive_loop, 0, ""), arn, "{}")
              .ends_with(
                  R"("condition":"RecursiveInvocation","approximateInvokeCount":0},"requestPayload":{}})"));
}

TEST_CASE("payloads that are not JSON stand in the record as strings") {
    const auto record = nlohmann::json::parse(
        destination_record(ended(given_up::event_age_exceeded, 1, "Segmentation \"fault\""), arn, "{oops"));
    CHECK(record["requestPayload"] == "{oops");
    CHECK(record["responsePayload"] == "Segmentation \"fault\"");
    CHECK(record["requestContext"]["condition"] == "EventAgeExceeded");
}

TEST_CASE("a dead letter is the event, with what went wrong as attributes") {
    CHECK(dead_letter_message(ended(given_up::retries_exhausted, 3, last_error), R"({"a":"b"})") ==
          R"({"Body":"{\"a\":\"b\"}","MessageAttributes":{)"
          R"("RequestID":{"DataType":"String","StringValue":"01234567-89ab-4def-8edc-ba9876543210"},)"
          R"("ErrorCode":{"DataType":"Number","StringValue":"200"},)"
          R"("ErrorMessage":{"DataType":"String","StringValue":"no"}}})");
}

TEST_CASE("a dead letter of an event that was never tried tells of a throttle") {
    const auto letter =
        nlohmann::json::parse(dead_letter_message(ended(given_up::zero_reserved_concurrency, 0, ""), "1"));
    CHECK(letter["MessageAttributes"]["ErrorCode"]["StringValue"] == "429");
    CHECK(letter["MessageAttributes"]["ErrorMessage"]["StringValue"] == "Rate Exceeded.");
}

TEST_CASE("the error message of a dead letter is cut at 1 KB, between characters") {
    const auto message_of = [](const std::string& payload) {
        const auto letter =
            nlohmann::json::parse(dead_letter_message(ended(given_up::retries_exhausted, 1, payload), "1"));
        return letter["MessageAttributes"]["ErrorMessage"]["StringValue"].get<std::string>();
    };
    CHECK(message_of(R"({"errorMessage":")" + std::string(2000, 'x') + R"("})") == std::string(1024, 'x'));
    const auto split = std::string(1023, 'x') + "\xc3\xa4" + std::string(10, 'y');
    CHECK(message_of(R"({"errorMessage":")" + split + R"("})") == std::string(1023, 'x'));
    CHECK(message_of("not JSON") == "not JSON");
    CHECK(message_of(R"({"errorMessage":7})") == R"({"errorMessage":7})");
}

} // namespace sendlab::lambda
