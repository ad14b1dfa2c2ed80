// What can be disturbed.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace sendlab::faults {

/// The names of scenario files: "s3.put", "s3.get", "notification", "lambda", "ses", "smtp", "smtp.connect", ...
enum class operation : std::uint8_t {
    s3_put,
    s3_get,
    notification,
    lambda_attempt,
    ses_send,
    smtp_send,     // a message: what happens behind the end of its text
    smtp_connect,  // up to the greeting
    smtp_ehlo,     // this and what follows: a command and its reply
    smtp_starttls, // with the handshake
    smtp_auth,
    smtp_mail,
    smtp_rcpt,
    smtp_data,       // and how the text travels that follows it
    lambda_dispatch, // the turn of an event in Lambda's queue: what an outage of "lambda" strikes
    smtp_text,       // a text, once it is known how long it is: what "reset_after" of "smtp.data" strikes
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
    [[nodiscard]] constexpr bool meets(operation_set other) const { return (bits_ & other.bits_) != 0; }
    friend constexpr operation_set operator|(operation_set a, operation_set b) {
        a.bits_ |= b.bits_;
        return a;
    }

private:
    unsigned bits_ = 0;
};

/// "s3.put, s3.get or ses"
std::string to_string(operation_set some);

/// What comes before an SMTP message's text.
inline constexpr operation_set smtp_commands{
    operation::smtp_connect, operation::smtp_ehlo, operation::smtp_starttls, operation::smtp_auth,
    operation::smtp_mail,    operation::smtp_rcpt, operation::smtp_data};
/// Requests to a service that do something there.
inline constexpr operation_set effective_requests{operation::s3_put, operation::s3_get, operation::ses_send,
                                                  operation::smtp_send};
/// Requests to a service.
inline constexpr operation_set requests = effective_requests | smtp_commands;
/// Whatever somebody hears of when it fails.
inline constexpr operation_set answered_operations = requests | operation_set{operation::lambda_attempt};
inline constexpr operation_set every_operation = answered_operations | operation_set{operation::notification};

} // namespace sendlab::faults
