// What Lambda writes to a function's log by itself, character by character, without the end of the line.
// Sources: Lambda Developer Guide, "Using the Lambda runtime logs", "Troubleshoot invocation issues"; real
// logs of 2026.
#pragma once

#include <string>
#include <string_view>

#include "base/time_types.hpp"
#include "lambda/handler.hpp"
#include "lambda/lambda_observer.hpp"

namespace sendlab::lambda {

std::string start_line(const request_id& id, std::string_view version);
std::string end_line(const request_id& id);
/// Fields end with tabs. Max Memory Used is the function's memory where nobody measures it.
std::string report_line(const invocation& run, const attempt_report& report);
/// Written by AWS until 2024 or so, and looked for by many log parsers.
std::string timed_out_line(time_point at, const request_id& id, duration timeout);
/// An Init phase that ran past its limit.
std::string init_timed_out_line(duration limit);
/// One that ended without success; `phase` is "init", or "invoke" for one inside an invocation.
std::string init_failed_line(duration took, std::string_view phase, std::string_view error_type);

/// What a caller sees as the answer of a function that has timed out.
std::string timed_out_payload(const request_id& id, duration timeout);

} // namespace sendlab::lambda
