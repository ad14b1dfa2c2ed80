#include "smtp/ses_replies.hpp"

#include <algorithm>

namespace sendlab::smtp::ses_replies {

namespace {

/// The code that a text begins with, from 400 to 599; 0 if it does not.
unsigned code_of(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() < 3 || (text.size() > 3 && text[3] != ' ') ||
        !std::ranges::all_of(text.substr(0, 3), is_digit))
        return 0;
    const unsigned code =
        static_cast<unsigned>((text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0'));
    return code >= 400 && code < 600 ? code : 0;
}

refusal with_own_text(unsigned code) {
    if (code == 454)
        return sending_rate_exceeded();
    if (code == 421)
        return too_many_connections();
    return {code, "", code < 500 ? "Temporary service failure" : "Transaction failed"};
}

} // namespace

refusal sending_rate_exceeded() {
    return {454, "", "Throttling failure: Maximum sending rate exceeded"};
}

refusal daily_quota_exceeded() {
    return {454, "", "Throttling failure: Daily message quota exceeded"};
}

refusal temporary_authentication_failure() {
    return {454, "", "Temporary authentication failure"};
}

refusal temporary_service_failure() {
    return {451, "", "Temporary service failure"};
}

refusal too_many_connections() {
    return {421, "", "Too many concurrent SMTP connections"};
}

refusal not_verified(std::span<const std::string> identities, std::string_view region) {
    std::string text = "Message rejected: Email address is not verified. The following identities failed the "
                       "check in region ";
    for (const char c : region)
        text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    for (auto separator = ": "; const auto& identity : identities) {
        text.append(separator).append(identity);
        separator = ", ";
    }
    return {554, "", std::move(text)};
}

refusal too_many_recipients(std::size_t limit) {
    return {554, "", "Transaction failed: Recipient count exceeds " + std::to_string(limit) + '.'};
}

refusal of_failure(std::string_view failure) {
    if (const auto code = code_of(failure))
        return failure.size() > 4 ? refusal{code, "", std::string{failure.substr(4)}} : with_own_text(code);
    if (failure.starts_with("Throttling") || failure == "TooManyRequestsException")
        return sending_rate_exceeded();
    if (failure == "LimitExceededException" || failure == "DailyQuotaExceeded")
        return daily_quota_exceeded();
    return temporary_service_failure();
}

} // namespace sendlab::smtp::ses_replies
