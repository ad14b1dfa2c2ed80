// SendEmail and SendBulkEmail of the REST API.
#include <array>

#include <nlohmann/json.hpp>

#include "api/ses_rest/json_members.hpp"
#include "api/ses_rest/json_protocol.hpp"
#include "api/ses_rest/templated_mail.hpp"
#include "base/base64.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;

constexpr std::size_t most_bulk_entries = 50;

const json& object_member(const json& object, const char* name) {
    static const json none = json::object();
    const auto* const found = member_of(object, name);
    return found && found->is_object() ? *found : none;
}

ses_result<std::string> id_document(const ses_result<std::string>& sent) {
    if (!sent)
        return sent.error();
    return "{\"MessageId\":\"" + *sent + "\"}";
}

void read_destination(outgoing_mail& mail, const json& destination) {
    mail.to = texts_member(destination, "ToAddresses");
    mail.cc = texts_member(destination, "CcAddresses");
    mail.bcc = texts_member(destination, "BccAddresses");
}

outgoing_mail common_part(const json_call& call, std::string_view operation) {
    outgoing_mail mail;
    mail.operation = operation;
    mail.source = text_member(call.body, "FromEmailAddress");
    mail.return_path = text_member(call.body, "FeedbackForwardingEmailAddress");
    mail.reply_to = texts_member(call.body, "ReplyToAddresses");
    mail.configuration_set = text_member(call.body, "ConfigurationSetName");
    mail.maximum_bytes = maximum_v2_message;
    mail.origin = call.origin;
    return mail;
}

std::optional<ses_error> read_attachments(outgoing_mail& mail, const json& content) {
    for (const auto& entry : list_member(content, "Attachments")) {
        auto bytes = base64_decoded_leniently(text_member(entry, "RawContent"));
        if (!bytes)
            return ses_error{ses_fault::malformed, "RawContent is not valid base64."};
        mailbox::attachment read;
        read.name = text_member(entry, "FileName");
        read.content_type = text_member(entry, "ContentType");
        read.content_id = text_member(entry, "ContentId");
        read.shown_in_text = text_member(entry, "ContentDisposition") == "INLINE";
        read.bytes = std::move(*bytes);
        if (read.name.empty())
            return missing_json_member("attachments.fileName");
        mail.attachments.push_back(std::move(read));
    }
    return std::nullopt;
}

ses_result<std::string> send_simple(json_call& call, outgoing_mail mail, const json& message) {
    const auto& body = object_member(message, "Body");
    if (!member_of(message, "Subject"))
        return missing_json_member("content.simple.subject");
    if (body.empty())
        return missing_json_member("content.simple.body");
    mail.subject = text_member(object_member(message, "Subject"), "Data");
    mail.text = text_member(object_member(body, "Text"), "Data");
    mail.html = text_member(object_member(body, "Html"), "Data");
    mail.headers = pairs_member(message, "Headers");
    if (auto fault = read_attachments(mail, message))
        return std::move(*fault);
    return call.world.sender.send(std::move(mail));
}

ses_result<std::string> send_raw(json_call& call, outgoing_mail mail, const json& raw) {
    if (!member_of(raw, "Data"))
        return missing_json_member("content.raw.data");
    mail.raw = base64_decoded_leniently(text_member(raw, "Data"));
    if (!mail.raw)
        return ses_error{ses_fault::malformed, "Data is not valid base64."};
    complete_from_header(mail);
    return call.world.sender.send(std::move(mail));
}

/// "arn:aws:ses:us-east-1:000000000000:template/name"
std::string name_of_arn(const std::string& arn) {
    const auto slash = arn.rfind('/');
    return slash == std::string::npos ? arn : arn.substr(slash + 1);
}

/// The template that the request names, or carries.
ses_result<ses::email_template> template_of(json_call& call, const json& wanted) {
    if (const auto* const content = member_of(wanted, "TemplateContent")) {
        ses::email_template own;
        own.name = "inline";
        own.subject = text_member(*content, "Subject");
        own.text = text_member(*content, "Text");
        own.html = text_member(*content, "Html");
        return own;
    }
    auto name = text_member(wanted, "TemplateName");
    if (name.empty())
        name = name_of_arn(text_member(wanted, "TemplateArn"));
    if (name.empty())
        return missing_json_member("content.template.templateName");
    const auto found = find_template(call.world.ses, name);
    if (!found)
        return found.error();
    return **found;
}

ses_result<std::string> send_templated(json_call& call, outgoing_mail mail, const json& wanted) {
    const auto found = template_of(call, wanted);
    if (!found)
        return found.error();
    mail.headers = pairs_member(wanted, "Headers");
    if (auto fault = read_attachments(mail, wanted))
        return std::move(*fault);
    const auto data = text_member(wanted, "TemplateData");
    return send_template(call.world.sender, std::move(mail), *found, data.empty() ? "{}" : data);
}

ses_result<std::string> send_email(json_call& call) {
    const auto& content = object_member(call.body, "Content");
    if (content.size() != 1)
        return ses_error{ses_fault::validation,
                         content.empty() ? missing_json_member("content").message
                                         : "Only one of Simple, Raw and Template may be specified."};
    auto mail = common_part(call, "SendEmail");
    read_destination(mail, object_member(call.body, "Destination"));
    mail.tags = pairs_member(call.body, "EmailTags");
    if (content.contains("Simple"))
        return id_document(send_simple(call, std::move(mail), content["Simple"]));
    if (content.contains("Raw"))
        return id_document(send_raw(call, std::move(mail), content["Raw"]));
    if (content.contains("Template"))
        return id_document(send_templated(call, std::move(mail), content["Template"]));
    return missing_json_member("content");
}

/// Status of one entry, in the words of the REST API.
std::string_view entry_status(ses_fault why) {
    switch (why) {
    case ses_fault::message_rejected:
        return "MESSAGE_REJECTED";
    case ses_fault::throttled:
        return "ACCOUNT_THROTTLED";
    case ses_fault::quota_exceeded:
        return "ACCOUNT_DAILY_QUOTA_EXCEEDED";
    case ses_fault::sending_paused:
        return "ACCOUNT_SENDING_PAUSED";
    case ses_fault::set_sending_paused:
        return "CONFIGURATION_SET_SENDING_PAUSED";
    case ses_fault::set_missing:
        return "CONFIGURATION_SET_NOT_FOUND";
    case ses_fault::template_missing:
        return "TEMPLATE_NOT_FOUND";
    case ses_fault::invalid_parameter:
    case ses_fault::rendering_data_invalid:
        return "INVALID_PARAMETER";
    case ses_fault::internal_failure:
    case ses_fault::service_unavailable:
        return "TRANSIENT_FAILURE";
    default:
        return "FAILED";
    }
}

/// An entry's fields win over the default ones of the same name.
void replace_headers(outgoing_mail& mail, const json& entry) {
    for (auto& [name, value] : pairs_member(entry, "ReplacementHeaders")) {
        std::erase_if(mail.headers, [&, &wanted = name](const auto& field) { return field.first == wanted; });
        mail.headers.emplace_back(std::move(name), std::move(value));
    }
}

json send_entry(json_call& call, const ses::email_template& what, const outgoing_mail& common,
                const std::string& default_data, const json& entry) {
    auto mail = common;
    read_destination(mail, object_member(entry, "Destination"));
    for (auto& tag : pairs_member(entry, "ReplacementTags"))
        mail.tags.push_back(std::move(tag));
    replace_headers(mail, entry);
    const auto& replacement =
        object_member(object_member(entry, "ReplacementEmailContent"), "ReplacementTemplate");
    const auto data = ses::merged_data(default_data, text_member(replacement, "ReplacementTemplateData"));
    const auto sent = send_template(call.world.sender, std::move(mail), what, data);
    if (sent)
        return {{"Status", "SUCCESS"}, {"MessageId", *sent}};
    return {{"Status", entry_status(sent.error().why)}, {"Error", sent.error().message}};
}

ses_result<std::string> send_bulk_email(json_call& call) {
    const auto& wanted = object_member(object_member(call.body, "DefaultContent"), "Template");
    if (wanted.empty())
        return missing_json_member("defaultContent.template");
    const auto& entries = list_member(call.body, "BulkEmailEntries");
    if (entries.empty())
        return missing_json_member("bulkEmailEntries");
    if (entries.size() > most_bulk_entries)
        return ses_error{ses_fault::invalid_parameter, "Destination count exceeds 50."};
    const auto found = template_of(call, wanted);
    if (!found)
        return found.error();
    auto common = common_part(call, "SendBulkEmail");
    common.tags = pairs_member(call.body, "DefaultEmailTags");
    common.headers = pairs_member(wanted, "Headers");
    if (auto fault = read_attachments(common, wanted))
        return std::move(*fault);
    const auto data = text_member(wanted, "TemplateData");
    auto results = json::array();
    for (const auto& entry : entries)
        results.push_back(send_entry(call, *found, common, data.empty() ? "{}" : data, entry));
    return json_text(json{{"BulkEmailEntryResults", std::move(results)}});
}

constexpr std::array<json_action, 2> json_sending_table{{
    {"POST", "/v2/email/outbound-emails", "SendEmail", send_email},
    {"POST", "/v2/email/outbound-bulk-emails", "SendBulkEmail", send_bulk_email},
}};

} // namespace

const std::span<const json_action> json_sending{json_sending_table};

} // namespace sendlab::api
