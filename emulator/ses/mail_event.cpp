#include "ses/mail_event.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/utc_text.hpp"
#include "ses/address.hpp"
#include "ses/ses_service.hpp"

namespace sendlab::ses {

namespace {

using nlohmann::ordered_json;

ordered_json header_array(const mail_facts& mail) {
    auto headers = ordered_json::array();
    for (const auto& [name, value] : mail.headers)
        headers.push_back({{"name", name}, {"value", value}});
    return headers;
}

ordered_json tags_of(const mail_facts& mail) {
    const auto from_domain = split(bare_address(mail.source)).domain;
    ordered_json tags = {{"ses:operation", {mail.operation}},
                         {"ses:source-ip", {"127.0.0.1"}},
                         {"ses:from-domain", {std::string{from_domain}}},
                         {"ses:caller-identity", {"root"}}};
    if (!mail.configuration_set.empty())
        tags["ses:configuration-set"] = {mail.configuration_set};
    for (const auto& [name, value] : mail.tags)
        tags[name] = {value};
    return tags;
}

ordered_json mail_object(const mail_facts& mail) {
    const std::string identity{bare_address(mail.source)};
    return {{"timestamp", utc_text(mail.accepted)},
            {"source", mail.source},
            {"sourceArn", "arn:aws:ses:" + mail.region + ":" + mail.account_id + ":identity/" + identity},
            {"sendingAccountId", mail.account_id},
            {"messageId", mail.message_id},
            {"destination", mail.destination},
            {"headersTruncated", false},
            {"headers", header_array(mail)},
            {"commonHeaders",
             {{"from", {mail.source}},
              {"to", mail.destination},
              {"messageId", mail.message_id},
              {"subject", mail.subject}}},
            {"tags", tags_of(mail)}};
}

mail_event event_of(const mail_facts& mail, std::string_view type, std::string_view key,
                    ordered_json detail) {
    ordered_json document = {{"eventType", type}, {"mail", mail_object(mail)}};
    document[std::string{key}] = std::move(detail);
    return {mail.accepted, mail.message_id, type, json_text(document)};
}

/// Which of SES's events a recipient belongs to.
enum class fate { delivered, bounced, on_global_list, on_account_list, complained };

fate fate_of(std::string_view address, const suppression_list& suppressed) {
    if (!suppressed.empty() && suppressed.find(address))
        return fate::on_account_list;
    switch (disposition_of(address)) {
    case disposition::bounced:
        return fate::bounced;
    case disposition::suppressed:
        return fate::on_global_list;
    case disposition::complained:
        return fate::complained;
    default:
        return fate::delivered;
    }
}

struct bounce_text {
    std::string_view subtype;
    std::string_view status;
    std::string_view diagnostic;
};

bounce_text text_of(fate what) {
    if (what == fate::bounced)
        return {"General", "5.1.1", "smtp; 550 5.1.1 user unknown"};
    const auto subtype = what == fate::on_global_list ? "Suppressed" : "OnAccountSuppressionList";
    return {subtype, "5.1.1",
            "Amazon SES did not send the message to this address because it is on the suppression list"};
}

ordered_json bounce_detail(const mail_facts& mail, fate what, const std::vector<std::string>& recipients) {
    const auto text = text_of(what);
    auto bounced = ordered_json::array();
    for (const auto& recipient : recipients)
        bounced.push_back({{"emailAddress", recipient},
                           {"action", "failed"},
                           {"status", text.status},
                           {"diagnosticCode", text.diagnostic}});
    return {{"feedbackId", mail.feedback_id},       {"bounceType", "Permanent"},
            {"bounceSubType", text.subtype},        {"bouncedRecipients", std::move(bounced)},
            {"timestamp", utc_text(mail.accepted)}, {"reportingMTA", "dns; a8-77.smtp-out.amazonses.com"}};
}

ordered_json complaint_detail(const mail_facts& mail, const std::vector<std::string>& recipients) {
    auto complained = ordered_json::array();
    for (const auto& recipient : recipients)
        complained.push_back({{"emailAddress", recipient}});
    return {{"complainedRecipients", std::move(complained)},
            {"timestamp", utc_text(mail.accepted)},
            {"feedbackId", mail.feedback_id},
            {"complaintSubType", nullptr},
            {"userAgent", "Amazon SES Mailbox Simulator"},
            {"complaintFeedbackType", "abuse"},
            {"arrivalDate", utc_text(mail.accepted)}};
}

ordered_json delivery_detail(const mail_facts& mail, const std::vector<std::string>& recipients) {
    return {{"timestamp", utc_text(mail.accepted)},
            {"processingTimeMillis", 0},
            {"recipients", recipients},
            {"smtpResponse", "250 2.0.0 OK"},
            {"reportingMTA", "a8-77.smtp-out.amazonses.com"}};
}

} // namespace

std::vector<mail_event> events_of(const mail_facts& mail, const suppression_list& suppressed) {
    std::array<std::vector<std::string>, 5> by_fate;
    for (const auto& recipient : mail.destination)
        by_fate[static_cast<std::size_t>(fate_of(recipient, suppressed))].push_back(recipient);
    const auto those = [&](fate what) -> auto& {
        return by_fate[static_cast<std::size_t>(what)];
    };

    std::vector<mail_event> events{event_of(mail, "Send", "send", ordered_json::object())};
    for (const auto what : {fate::bounced, fate::on_global_list, fate::on_account_list})
        if (!those(what).empty())
            events.push_back(event_of(mail, "Bounce", "bounce", bounce_detail(mail, what, those(what))));
    auto delivered = those(fate::delivered);
    delivered.insert(delivered.end(), those(fate::complained).begin(), those(fate::complained).end());
    if (!delivered.empty())
        events.push_back(event_of(mail, "Delivery", "delivery", delivery_detail(mail, delivered)));
    if (!those(fate::complained).empty())
        events.push_back(
            event_of(mail, "Complaint", "complaint", complaint_detail(mail, those(fate::complained))));
    return events;
}

mail_event rendering_failure_event(const mail_facts& mail, std::string_view template_name,
                                   std::string_view error) {
    return event_of(mail, "Rendering Failure", "failure",
                    {{"errorMessage", error}, {"templateName", template_name}});
}

bool has_noteworthy_events(const mail_facts& mail, const suppression_list& suppressed) {
    return !mail.configuration_set.empty() ||
           std::ranges::any_of(mail.destination, [&](const std::string& recipient) {
               return is_simulator(recipient) || fate_of(recipient, suppressed) != fate::delivered;
           });
}

} // namespace sendlab::ses
