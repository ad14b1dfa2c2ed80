#include "api/ses_rest/mail_sender.hpp"

#include <algorithm>
#include <memory>

#include "api/ses_rest/raw_mail.hpp"
#include "ses/address.hpp"

namespace sendlab::api {

namespace {

constexpr std::size_t longest_tag = 255;
constexpr std::uint64_t likely_header = 600;

/// To, Cc and Bcc of the request, or of the message's header where the request names nobody.
std::vector<std::string> recipients_of(const outgoing_mail& mail) {
    std::vector<std::string> all;
    for (const auto* const list : {&mail.to, &mail.cc, &mail.bcc})
        for (const auto& address : *list)
            all.emplace_back(ses::bare_address(address));
    return all;
}

std::uint64_t size_of(const outgoing_mail& mail) {
    if (mail.raw)
        return mail.raw->size();
    auto size = likely_header + mail.subject.size() + mail.text.size() + mail.html.size();
    for (const auto& a : mail.attachments)
        size += (a.bytes.size() + 2) / 3 * 4;
    return size;
}

bool fits_tag(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::optional<std::string> tag_fault(std::string_view what, std::string_view text) {
    const std::string word{what};
    if (text.empty())
        return "The tag " + word + " must be specified.";
    if (text.size() > longest_tag)
        return "Tag " + word + " cannot exceed 255 characters.";
    if (!std::ranges::all_of(text, fits_tag) && !text.starts_with("ses:"))
        return "Invalid tag " + word + " <" + std::string{text} +
               ">: only alphanumeric ASCII characters, '_',  '-' are allowed.";
    return std::nullopt;
}

std::string message_of(const outgoing_mail& mail, const std::string& message_id, time_point now) {
    if (mail.raw)
        return as_sent(*mail.raw, message_id, now);
    mailbox::draft draft;
    draft.from = mail.source;
    draft.to = mail.to;
    draft.cc = mail.cc;
    draft.reply_to = mail.reply_to;
    draft.subject = mail.subject;
    draft.headers = mail.headers;
    draft.attachments = mail.attachments;
    draft.message_id = message_id;
    draft.date = now;
    if (mail.text.empty() && !mail.html.empty()) {
        draft.body = mail.html;
        draft.content_type = "text/html";
    } else {
        draft.body = mail.text;
        draft.html = mail.html;
    }
    return mailbox::mime_text(draft);
}

} // namespace

struct mail_sender::accepted_mail {
    ses::message_id id;
    std::string id_text;
    std::vector<std::string> recipients;
};

ses_result<std::string> mail_sender::send(outgoing_mail mail) {
    auto accepted = accept(mail);
    if (!accepted)
        return accepted.error();
    const auto facts = facts_of(mail, *accepted);
    if (ses::has_noteworthy_events(facts, std::as_const(ses_).suppressed()))
        for (auto& event : ses::events_of(facts, std::as_const(ses_).suppressed()))
            ses_.events().add(std::move(event));
    deposit(std::move(mail), *accepted);
    return std::move(accepted->id_text);
}

ses_result<std::string> mail_sender::send_nothing(const outgoing_mail& mail, std::string_view template_name,
                                                  std::string_view error) {
    auto accepted = accept(mail);
    if (!accepted)
        return accepted.error();
    ses_.events().add(ses::rendering_failure_event(facts_of(mail, *accepted), template_name, error));
    return std::move(accepted->id_text);
}

std::optional<ses_error> mail_sender::refusal(const outgoing_mail& mail) const {
    if (mail.source.empty())
        return ses_error{ses_fault::invalid_parameter, "Missing required header 'From'."};
    for (const auto& [name, value] : mail.tags) {
        if (const auto fault = tag_fault("name", name))
            return ses_error{ses_fault::invalid_parameter, *fault};
        if (const auto fault = tag_fault("value", value))
            return ses_error{ses_fault::invalid_parameter, *fault};
    }
    if (mail.configuration_set.empty())
        return std::nullopt;
    const auto& sets = std::as_const(ses_).configuration_sets();
    const auto set = sets.find(mail.configuration_set);
    if (set == sets.end())
        return ses_error{ses_fault::set_missing,
                         "Configuration set <" + mail.configuration_set + "> does not exist."};
    if (!set->second.sending_enabled)
        return ses_error{ses_fault::set_sending_paused,
                         "Email sending is disabled for configuration set <" + mail.configuration_set + ">."};
    return std::nullopt;
}

ses_result<mail_sender::accepted_mail> mail_sender::accept(const outgoing_mail& mail) {
    if (auto fault = refusal(mail))
        return std::move(*fault);
    accepted_mail out;
    out.recipients = recipients_of(mail);
    const std::vector<std::string_view> recipients(out.recipients.begin(), out.recipients.end());
    const ses::send_request request{.source = mail.source,
                                    .recipients = recipients,
                                    .recipient_count = static_cast<std::uint32_t>(recipients.size()),
                                    .bytes = size_of(mail),
                                    .maximum_bytes = mail.maximum_bytes};
    const auto sent = ses_.send(request);
    if (!sent)
        return ses_error{fault_of(sent.error()), ses_.error_text(sent.error(), request)};
    out.id = *sent;
    out.id_text = ses_.text(*sent);
    return out;
}

ses::mail_facts mail_sender::facts_of(const outgoing_mail& mail, const accepted_mail& accepted) const {
    ses::mail_facts facts;
    facts.accepted = accepted.id.accepted;
    facts.message_id = accepted.id_text;
    facts.destination = accepted.recipients;
    facts.configuration_set = mail.configuration_set;
    if (!ses::has_noteworthy_events(facts, std::as_const(ses_).suppressed()))
        return facts; // of most mail nobody wants to know more
    facts.feedback_id = ses_.feedback_text(accepted.id);
    facts.source = mail.source;
    facts.account_id = ses_.account().account_id;
    facts.region = ses_.account().region;
    facts.operation = mail.operation;
    facts.subject = mail.subject;
    facts.tags = mail.tags;
    facts.headers = {{"From", mail.source}, {"Subject", mail.subject}};
    facts.headers.insert(facts.headers.end(), mail.headers.begin(), mail.headers.end());
    return facts;
}

void mail_sender::deposit(outgoing_mail&& mail, const accepted_mail& accepted) {
    const auto message_id = accepted.id_text + '@' + domain();
    mailbox::message message;
    message.accepted = accepted.id.accepted;
    message.via = mail.via;
    message.from = ses::bare_address(mail.return_path.empty() ? mail.source : mail.return_path);
    message.recipients = accepted.recipients;
    message.ses_id = accepted.id_text;
    message.message_id = message_id;
    message.origin = std::move(mail.origin);
    const bool has_place = message.origin && message.origin->position != mailbox::origin::unknown_position;
    if (mail.raw && !has_place)
        message.identity_key = mailbox_.identity_key_in(*mail.raw);
    message.raw = std::make_shared<const std::string>(message_of(mail, message_id, message.accepted));
    mailbox_.accept(std::move(message));
}

/// Of the Message-ID's right side.
std::string mail_sender::domain() const {
    const auto& region = ses_.account().region;
    return region == "us-east-1" ? "email.amazonses.com" : region + ".amazonses.com";
}

} // namespace sendlab::api
