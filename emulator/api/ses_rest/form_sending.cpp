// SendEmail, SendRawEmail, SendTemplatedEmail, SendBulkTemplatedEmail of the Query API.
#include <array>

#include "api/ses_rest/query_protocol.hpp"
#include "api/ses_rest/raw_mail.hpp"
#include "api/ses_rest/templated_mail.hpp"
#include "api/ses_rest/xml_text.hpp"
#include "base/base64.hpp"

namespace sendlab::api {

namespace {

constexpr std::size_t most_bulk_destinations = 50;

std::vector<std::pair<std::string, std::string>> tags_of(const query_form& form, std::string_view name) {
    std::vector<std::pair<std::string, std::string>> tags;
    for (const auto& tag : form.structures(name))
        tags.emplace_back(form.get(tag + ".Name"), form.get(tag + ".Value"));
    return tags;
}

void read_destination(outgoing_mail& mail, const query_form& form, const std::string& prefix) {
    mail.to = form.list(prefix + "Destination.ToAddresses");
    mail.cc = form.list(prefix + "Destination.CcAddresses");
    mail.bcc = form.list(prefix + "Destination.BccAddresses");
}

/// What all ways of sending have in common.
outgoing_mail common_part(const query_call& call, std::string_view operation) {
    const auto& form = call.form;
    outgoing_mail mail;
    mail.operation = operation;
    mail.source = form.get("Source");
    mail.return_path = form.get("ReturnPath");
    mail.reply_to = form.list("ReplyToAddresses");
    mail.configuration_set = form.get("ConfigurationSetName");
    mail.origin = call.origin;
    return mail;
}

ses_result<std::string> id_element(const ses_result<std::string>& sent) {
    if (!sent)
        return sent.error();
    std::string xml;
    append_xml_element(xml, "MessageId", *sent);
    return xml;
}

ses_result<std::string> send_email(query_call& call) {
    const auto& form = call.form;
    if (!form.find("Source"))
        return missing_member("source");
    if (!form.has("Message."))
        return missing_member("message");
    if (!form.find("Message.Subject.Data"))
        return missing_member("message.subject");
    if (!form.has("Message.Body."))
        return missing_member("message.body");
    auto mail = common_part(call, "SendEmail");
    read_destination(mail, form, {});
    mail.tags = tags_of(form, "Tags");
    mail.subject = form.get("Message.Subject.Data");
    mail.text = form.get("Message.Body.Text.Data");
    mail.html = form.get("Message.Body.Html.Data");
    return id_element(call.world.sender.send(std::move(mail)));
}

ses_result<std::string> send_raw_email(query_call& call) {
    const auto& form = call.form;
    const auto* const data = form.find("RawMessage.Data");
    if (!data)
        return missing_member("rawMessage");
    auto mail = common_part(call, "SendRawEmail");
    mail.raw = base64_decoded_leniently(*data);
    if (!mail.raw)
        return ses_error{ses_fault::malformed, "RawMessage.Data is not valid base64."};
    mail.to = form.list("Destinations");
    mail.tags = tags_of(form, "Tags");
    complete_from_header(mail);
    return id_element(call.world.sender.send(std::move(mail)));
}

ses_result<std::string> send_templated_email(query_call& call) {
    const auto& form = call.form;
    for (const auto& [parameter, member] :
         {std::pair{"Source", "source"}, {"Template", "template"}, {"TemplateData", "templateData"}})
        if (!form.find(parameter))
            return missing_member(member);
    auto mail = common_part(call, "SendTemplatedEmail");
    read_destination(mail, form, {});
    mail.tags = tags_of(form, "Tags");
    const auto found = find_template(call.world.ses, form.get("Template"));
    if (!found)
        return found.error();
    return id_element(send_template(call.world.sender, std::move(mail), **found, form.get("TemplateData")));
}

/// Status of one destination, in the words of the Query API.
std::string_view destination_status(ses_fault why) {
    switch (why) {
    case ses_fault::message_rejected:
        return "MessageRejected";
    case ses_fault::throttled:
        return "AccountThrottled";
    case ses_fault::quota_exceeded:
        return "AccountDailyQuotaExceeded";
    case ses_fault::sending_paused:
        return "AccountSendingPaused";
    case ses_fault::set_sending_paused:
        return "ConfigurationSetSendingPaused";
    case ses_fault::set_missing:
        return "ConfigurationSetDoesNotExist";
    case ses_fault::template_missing:
        return "TemplateDoesNotExist";
    case ses_fault::invalid_parameter:
    case ses_fault::rendering_data_invalid:
        return "InvalidParameterValue";
    case ses_fault::internal_failure:
    case ses_fault::service_unavailable:
        return "TransientFailure";
    default:
        return "Failed";
    }
}

void append_status(std::string& xml, const ses_result<std::string>& sent) {
    xml += "<member>";
    append_xml_element(xml, "Status", sent ? "Success" : destination_status(sent.error().why));
    if (sent)
        append_xml_element(xml, "MessageId", *sent);
    else
        append_xml_element(xml, "Error", sent.error().message);
    xml += "</member>";
}

ses_result<std::string> send_bulk_templated_email(query_call& call) {
    const auto& form = call.form;
    for (const auto& [parameter, member] : {std::pair{"Source", "source"}, {"Template", "template"}})
        if (!form.find(parameter))
            return missing_member(member);
    const auto destinations = form.structures("Destinations");
    if (destinations.empty())
        return missing_member("destinations");
    if (destinations.size() > most_bulk_destinations)
        return ses_error{ses_fault::invalid_parameter, "Destination count exceeds 50."};
    const auto found = find_template(call.world.ses, form.get("Template"));
    if (!found)
        return found.error();
    std::string xml = "<Status>";
    for (const auto& destination : destinations) {
        auto mail = common_part(call, "SendBulkTemplatedEmail");
        read_destination(mail, form, destination + '.');
        mail.tags = tags_of(form, "DefaultTags");
        for (auto& tag : tags_of(form, destination + ".ReplacementTags"))
            mail.tags.push_back(std::move(tag));
        const auto data = ses::merged_data(form.get("DefaultTemplateData"),
                                           form.get(destination + ".ReplacementTemplateData"));
        append_status(xml, send_template(call.world.sender, std::move(mail), **found, data));
    }
    return xml + "</Status>";
}

constexpr std::array<query_action, 4> query_sending_table{{
    {"SendEmail", send_email},
    {"SendRawEmail", send_raw_email},
    {"SendTemplatedEmail", send_templated_email},
    {"SendBulkTemplatedEmail", send_bulk_templated_email},
}};

} // namespace

const std::span<const query_action> query_sending{query_sending_table};

} // namespace sendlab::api
