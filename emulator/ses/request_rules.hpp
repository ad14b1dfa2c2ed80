// What SES checks in a request itself, before quota and rate: sizes, addresses, identities.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ses/identities.hpp"
#include "ses/ses_service.hpp"

namespace sendlab::ses {

/// Recipients of a request, whether listed or only counted.
[[nodiscard]] inline std::uint32_t recipients_of(const send_request& request) {
    return request.recipients.empty() ? request.recipient_count
                                      : static_cast<std::uint32_t>(request.recipients.size());
}

/// A view of an account, valid as long as what it was made of.
class request_rules {
public:
    request_rules(const account_config& account, const identities& verified)
        : account_{account}, verified_{verified} {}

    /// Why the request is refused, if it is.
    [[nodiscard]] std::optional<errc> refusal(const send_request& request) const;

    /// The message of any error in answer to the request.
    [[nodiscard]] std::string text(errc code, const send_request& request) const;

private:
    [[nodiscard]] bool checks_senders() const { return account_.sandbox || account_.verify_senders; }
    [[nodiscard]] std::uint64_t maximum_bytes(const send_request& request) const {
        return request.maximum_bytes ? request.maximum_bytes : account_.maximum_message_bytes;
    }
    [[nodiscard]] std::string_view address_problem(const send_request& request) const;
    [[nodiscard]] std::vector<std::string_view> unverified(const send_request& request) const;
    [[nodiscard]] std::string parameter_text(const send_request& request) const;
    [[nodiscard]] std::string identity_text(const send_request& request) const;

    const account_config& account_;
    const identities& verified_;
};

} // namespace sendlab::ses
