// What Amazon SES's SMTP interface says when it does not take a message (developer guide, "Amazon SES SMTP response
// codes" and "Errors related to the sending quotas"). All but one come behind the text,
// none at RCPT.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "smtp/reply.hpp"

namespace sendlab::smtp::ses_replies {

/// 454 both: the client may try again.
[[nodiscard]] refusal sending_rate_exceeded();
[[nodiscard]] refusal daily_quota_exceeded();
/// 421, which closes the connection; said to MAIL.
[[nodiscard]] refusal too_many_messages();
/// 554: identities (addresses, domains) that nobody has verified, and the region, "us-east-1".
[[nodiscard]] refusal not_verified(std::span<const std::string> identities, std::string_view region);
[[nodiscard]] refusal too_many_recipients(std::size_t limit);
} // namespace sendlab::smtp::ses_replies
