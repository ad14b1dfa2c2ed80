#include "lambda/destination_record.hpp"

#include <cassert>

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "base/json_value.hpp"
#include "base/utc_text.hpp"

namespace sendlab::lambda {

namespace {

constexpr std::size_t error_message_limit = 1024;

std::string_view condition(const event_end& end) {
    if (!end.why)
        return "Success";
    switch (*end.why) {
    case given_up::retries_exhausted:
        return "RetriesExhausted";
    case given_up::event_age_exceeded:
        return "EventAgeExceeded";
    case given_up::zero_reserved_concurrency:
        return "ZeroReservedConcurrency";
    case given_up::recursive_loop:
        return "RecursiveInvocation"; // the Developer Guide names no word for it
    case given_up::function_deleted:
        break;
    }
    assert(false && "a deleted function has no destinations");
    return {};
}

void append_json(std::string& out, const std::string& payload) {
    if (is_json(payload))
        out += payload;
    else
        append_json_string(out, payload);
}

/// At most `limit` bytes, cut between two characters.
std::string cut_utf8(std::string text, std::size_t limit) {
    if (text.size() <= limit)
        return text;
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xc0) == 0x80)
        --limit;
    text.resize(limit);
    return text;
}

std::string error_message(const event_end& end) {
    if (end.attempts == 0)
        return "Rate Exceeded.";
    const auto payload = json_value(end.payload);
    if (payload.is_object() && payload.contains("errorMessage") && payload["errorMessage"].is_string())
        return payload["errorMessage"];
    return end.payload;
}

void append_attribute(std::string& out, std::string_view name, std::string_view type,
                      std::string_view value) {
    append_json_string(out, name);
    out.append(R"(:{"DataType":")").append(type).append(R"(","StringValue":)");
    append_json_string(out, value);
    out += '}';
}

} // namespace

std::string destination_record(const event_end& end, std::string_view function_arn,
                               const std::string& event) {
    std::string out = R"({"version":"1.0","timestamp":")" + utc_text(end.at) +
                      R"(","requestContext":{"requestId":")" + end.id.text() + R"(","functionArn":)";
    append_json_string(out, std::string{function_arn} + ':' + end.version);
    out.append(R"(,"condition":")").append(condition(end)).append(R"(","approximateInvokeCount":)");
    append_json_number(out, end.attempts);
    out += R"(},"requestPayload":)";
    append_json(out, event);
    if (end.attempts > 0) {
        out += R"(,"responseContext":{"statusCode":200,"executedVersion":")" + end.version + '"';
        out += end.why ? R"(,"functionError":"Unhandled"},"responsePayload":)" : R"(},"responsePayload":)";
        append_json(out, end.payload);
    }
    out += '}';
    return out;
}

std::string dead_letter_message(const event_end& end, const std::string& event) {
    std::string out = R"({"Body":)";
    append_json_string(out, event);
    out += R"(,"MessageAttributes":{)";
    append_attribute(out, "RequestID", "String", end.id.text());
    out += ',';
    append_attribute(out, "ErrorCode", "Number", end.attempts == 0 ? "429" : "200");
    out += ',';
    append_attribute(out, "ErrorMessage", "String", cut_utf8(error_message(end), error_message_limit));
    out += "}}";
    return out;
}

} // namespace sendlab::lambda
