#include "faults/failure_codes.hpp"

#include <algorithm>
#include <array>

namespace sendlab::faults {

namespace {

using namespace std::string_view_literals;

constexpr std::array throttle_codes{"Throttling"sv,
                                    "ThrottlingException"sv,
                                    "ThrottledException"sv,
                                    "RequestThrottled"sv,
                                    "RequestThrottledException"sv,
                                    "TooManyRequestsException"sv,
                                    "RequestLimitExceeded"sv,
                                    "BandwidthLimitExceeded"sv,
                                    "LimitExceededException"sv,
                                    "ProvisionedThroughputExceededException"sv,
                                    "SlowDown"sv};
constexpr std::array server_error_codes{"InternalFailure"sv,
                                        "InternalError"sv,
                                        "InternalServerError"sv,
                                        "InternalServiceError"sv,
                                        "InternalServiceErrorException"sv,
                                        "ServiceException"sv,
                                        "ServiceUnavailable"sv,
                                        "ServiceUnavailableException"sv,
                                        "RequestTimeout"sv,
                                        "RequestTimeoutException"sv};

/// The three digits of an HTTP status or SMTP reply that a text starts with; 0 if it does not.
int status_of(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() < 3 || !std::all_of(text.begin(), text.begin() + 3, is_digit))
        return 0;
    if (text.size() > 3 && text[3] != ' ')
        return 0;
    return (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
}

bool speaks_smtp(operation what) {
    return what == operation::smtp_send || smtp_commands.contains(what);
}

failure kind_of_reply(int reply) {
    if (reply == 454)
        return failure::throttled;
    return reply / 100 == 4 ? failure::service_error : failure::rejected;
}

failure kind_of(operation what, std::string_view code) {
    const auto status = status_of(code);
    if (speaks_smtp(what) && status != 0)
        return kind_of_reply(status);
    if (status == 429 || std::ranges::find(throttle_codes, code) != throttle_codes.end())
        return failure::throttled;
    if (status / 100 == 5 || std::ranges::find(server_error_codes, code) != server_error_codes.end())
        return failure::service_error;
    return what == operation::lambda_attempt ? failure::function_error : failure::rejected;
}

} // namespace

injected_failure parse_failure(operation what, std::string_view code) {
    return {kind_of(what, code), std::string{code}};
}

std::vector<std::string_view> retried_codes() {
    std::vector<std::string_view> all{throttle_codes.begin(), throttle_codes.end()};
    all.insert(all.end(), server_error_codes.begin(), server_error_codes.end());
    return all;
}

injected_failure throttled(operation what) {
    if (speaks_smtp(what)) // the greeting knows no 454 (RFC 5321, section 4.3.2)
        return {failure::throttled, what == operation::smtp_connect ? "421" : "454"};
    switch (what) {
    case operation::s3_put:
    case operation::s3_get:
        return {failure::throttled, "SlowDown"};
    case operation::lambda_attempt:
    case operation::lambda_dispatch:
        return {failure::throttled, "TooManyRequestsException"};
    default:
        break;
    }
    return {failure::throttled, "Throttling"};
}

injected_failure unavailable(operation what) {
    if (speaks_smtp(what))
        return {failure::service_error, "421"};
    switch (what) {
    case operation::lambda_attempt:
    case operation::lambda_dispatch:
        return {failure::service_error, "ServiceException"};
    default:
        return {failure::service_error, "ServiceUnavailable"};
    }
}

bool closes_connection(const injected_failure& fail) {
    return fail.kind == failure::connection || status_of(fail.code) == 421;
}

} // namespace sendlab::faults
