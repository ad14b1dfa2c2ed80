// What can be disturbed.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace sendlab::faults {

/// The names of scenario files: "s3.put", "s3.get", "notification", "lambda", "ses", "smtp".
enum class operation : std::uint8_t {
    s3_put,
    s3_get,
    notification,
    lambda_attempt,
    ses_send,
    smtp_send,
    lambda_dispatch, // the turn of an event in Lambda's queue: what an outage of "lambda" strikes
};

std::string_view to_string(operation what);
/// Also takes "ses.latency" for "ses", and so on: it reads better beside "multiply".
std::optional<operation> parse_operation(std::string_view name);

class operation_set {
public:
    constexpr operation_set() = default;
    constexpr operation_set(std::initializer_list<operation> members) {
        for (const auto member : members)
            insert(member);
    }

    constexpr void insert(operation what) { bits_ |= 1U << static_cast<unsigned>(what); }
    [[nodiscard]] constexpr bool contains(operation what) const {
        return ((bits_ >> static_cast<unsigned>(what)) & 1U) != 0;
    }

private:
    unsigned bits_ = 0;
};

/// "s3.put, s3.get or ses"
std::string to_string(operation_set some);

/// Requests to a service.
inline constexpr operation_set requests{operation::s3_put, operation::s3_get, operation::ses_send,
                                        operation::smtp_send};
/// Whatever somebody hears of when it fails.
inline constexpr operation_set answered_operations{operation::s3_put, operation::s3_get,
                                                   operation::lambda_attempt, operation::ses_send,
                                                   operation::smtp_send};
inline constexpr operation_set every_operation{operation::s3_put,       operation::s3_get,
                                               operation::notification, operation::lambda_attempt,
                                               operation::ses_send,     operation::smtp_send};

} // namespace sendlab::faults
