#include "ses/request_rules.hpp"

#include <algorithm>
#include <cassert>

#include "ses/address.hpp"

namespace sendlab::ses {

namespace {

std::string upper_case(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

} // namespace

std::optional<errc> request_rules::refusal(const send_request& request) const {
    const auto recipients = recipients_of(request);
    if (recipients == 0 || recipients > account_.maximum_recipients ||
        request.bytes > maximum_bytes(request) || !address_problem(request).empty())
        return errc::invalid_parameter;
    if (checks_senders() && !unverified(request).empty())
        return errc::message_rejected;
    return std::nullopt;
}

/// Of the first that has one; empty if none has.
std::string_view request_rules::address_problem(const send_request& request) const {
    const bool source_may_be_absent = !checks_senders();
    std::string_view problem;
    if (!(request.source.empty() && source_may_be_absent))
        problem = problem_with(request.source);
    for (auto next = request.recipients.begin(); problem.empty() && next != request.recipients.end(); ++next)
        problem = problem_with(*next);
    return problem;
}

std::vector<std::string_view> request_rules::unverified(const send_request& request) const {
    std::vector<std::string_view> failed;
    const auto check = [&](std::string_view address) {
        if (!verified_.cover(address) && std::ranges::find(failed, address) == failed.end())
            failed.push_back(address);
    };
    check(request.source);
    if (account_.sandbox)
        for (const auto address : request.recipients)
            if (!is_simulator(address))
                check(address);
    return failed;
}

std::string request_rules::text(errc code, const send_request& request) const {
    switch (code) {
    case errc::throttling_rate:
        return "Maximum sending rate exceeded.";
    case errc::throttling_quota:
        return "Daily message quota exceeded.";
    case errc::message_rejected:
        return identity_text(request);
    case errc::invalid_parameter:
        return parameter_text(request);
    case errc::sending_paused:
        return "Email sending is disabled for this account.";
    case errc::internal_failure:
        return "The request processing has failed because of an unknown error, exception or failure.";
    case errc::service_unavailable:
        return "The request has failed due to a temporary failure of the server.";
    }
    assert(false);
    return {};
}

std::string request_rules::parameter_text(const send_request& request) const {
    const auto recipients = recipients_of(request);
    if (recipients == 0)
        return "Missing required header 'To'.";
    if (recipients > account_.maximum_recipients)
        return "Recipient count exceeds " + std::to_string(account_.maximum_recipients) + ".";
    if (request.bytes > maximum_bytes(request))
        return "Message length is more than " + std::to_string(maximum_bytes(request)) + " bytes long";
    return std::string{address_problem(request)};
}

std::string request_rules::identity_text(const send_request& request) const {
    std::string text = "Email address is not verified. The following identities failed the check in region " +
                       upper_case(account_.region) + ": ";
    const char* separator = "";
    for (const auto address : unverified(request)) {
        text.append(separator).append(address);
        separator = ", ";
    }
    return text;
}

} // namespace sendlab::ses
