// What Amazon SES's SMTP interface says when it does not take a message (developer guide, "Amazon SES SMTP response
// codes" and "Errors related to the sending quotas"). All of it comes behind the text, none at MAIL or RCPT.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "smtp/reply.hpp"

namespace sendlab::smtp::ses_replies {

/// 454 each: the client may try again.
[[nodiscard]] refusal sending_rate_exceeded();
[[nodiscard]] refusal daily_quota_exceeded();
[[nodiscard]] refusal temporary_authentication_failure();
/// 451.
[[nodiscard]] refusal temporary_service_failure();
/// 421, which closes the connection.
[[nodiscard]] refusal too_many_connections();
/// 554: identities (addresses, domains) that nobody has verified, and the region, "us-east-1".
[[nodiscard]] refusal not_verified(std::span<const std::string> identities, std::string_view region);
[[nodiscard]] refusal too_many_recipients(std::size_t limit);
/// For the failure of a scenario's fault: "454 any text", "454" (with SES's own text), or one of SES's error codes,
/// such as "Throttling"; what is none of these is a temporary service failure.
[[nodiscard]] refusal of_failure(std::string_view failure);

} // namespace sendlab::smtp::ses_replies
