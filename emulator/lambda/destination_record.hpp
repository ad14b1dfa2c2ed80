// What a destination or a dead-letter target is told of an event that has come to its end (Lambda Developer
// Guide, "Capturing records of Lambda asynchronous invocations").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time_types.hpp"
#include "lambda/lambda_observer.hpp"

namespace sendlab::lambda {

/// How an event ended; `why` is empty for success.
struct event_end {
    time_point at{};
    request_id id;
    std::optional<given_up> why;
    std::uint32_t attempts = 0;
    std::string payload; // the last attempt's answer; of no meaning when there was no attempt
    std::string version = "$LATEST";
};

/// Version 1.0, compact, in AWS's order of keys. `function_arn` is without the version. Payloads stand in it as they are; what is not JSON, as a
/// string.
std::string destination_record(const event_end& end, std::string_view function_arn, const std::string& event);

/// The message for an SQS queue or SNS topic: the event as its body; RequestID, ErrorCode and ErrorMessage
/// (at most 1 KB) as attributes. The two errors are those of a throttle when there was no attempt.
std::string dead_letter_message(const event_end& end, const std::string& event);

} // namespace sendlab::lambda
