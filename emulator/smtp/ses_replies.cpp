#include "smtp/ses_replies.hpp"

#include <utility>

namespace sendlab::smtp::ses_replies {

refusal sending_rate_exceeded() {
    return {454, "", "Throttling failure: Maximum sending rate exceeded"};
}

refusal daily_quota_exceeded() {
    return {454, "", "Throttling failure: Daily message quota exceeded"};
}

refusal too_many_messages() {
    return {421, "", "Maximum message count per session reached"};
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

} // namespace sendlab::smtp::ses_replies
