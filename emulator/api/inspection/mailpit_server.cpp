// Mailpit's API about the server: information, settings of its page, chaos, sending a message by hand.
#include <array>
#include <map>

#include <nlohmann/json.hpp>

#include "api/inspection/inspection_call.hpp"
#include "api/inspection/mail_json.hpp"
#include "base/base64.hpp"
#include "mailbox/message_name.hpp"
#include "mailbox/mime_text.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::optional<http_response> info(inspection_call& call) {
    const auto& world = call.world;
    std::map<std::string, std::size_t> tags;
    for (const auto* const kept : world.box.list(0, world.box.count()))
        for (const auto& tag : kept->tags)
            ++tags[tag];
    const auto uptime = std::chrono::floor<std::chrono::seconds>(world.clock.now() - world.started).count();
    return json_document({{"Version", "sendlab " + world.config.version},
                          {"LatestVersion", ""},
                          {"Database", "memory"},
                          {"DatabaseSize", world.box.bytes()},
                          {"Messages", world.box.count()},
                          {"Unread", world.box.unread()},
                          {"Tags", tags},
                          {"RuntimeStats",
                           {{"Uptime", uptime},
                            {"Memory", 0},
                            {"MessagesDeleted", world.box.deleted() + world.box.evicted().total()},
                            {"SMTPAccepted", world.box.accepted()},
                            {"SMTPAcceptedSize", world.box.accepted_bytes()},
                            {"SMTPRejected", 0},
                            {"SMTPIgnored", 0}}}});
}

std::optional<http_response> web_ui(inspection_call& call) {
    return json_document({{"Label", ""},
                          {"MessageRelay",
                           {{"Enabled", false},
                            {"SMTPServer", ""},
                            {"ReturnPath", ""},
                            {"AllowedRecipients", ""},
                            {"BlockedRecipients", ""},
                            {"OverrideFrom", ""},
                            {"PreserveMessageIDs", false},
                            {"RecipientAllowlist", ""}}},
                          {"SpamAssassin", false},
                          {"ChaosEnabled", static_cast<bool>(call.world.config.chaos)},
                          {"DuplicatesIgnored", false},
                          {"HideDeleteAllButton", false}});
}

ordered_json trigger_json(const chaos_trigger& trigger) {
    return {{"ErrorCode", trigger.error_code}, {"Probability", trigger.probability}};
}

http_response chaos_document(const chaos_settings& chaos) {
    return json_document({{"Sender", trigger_json(chaos.sender)},
                          {"Recipient", trigger_json(chaos.recipient)},
                          {"Authentication", trigger_json(chaos.authentication)}});
}

/// False for values out of range.
bool read_trigger(chaos_trigger& out, const json& body, const char* name) {
    const auto found = body.find(name);
    if (found == body.end() || !found->is_object())
        return true;
    const auto number = [&](const char* key, int otherwise) {
        const auto value = found->find(key);
        return value != found->end() && value->is_number_integer() ? value->get<std::int64_t>() : otherwise;
    };
    const auto code = number("ErrorCode", 451);
    const auto probability = number("Probability", 0);
    if (code < 400 || code > 599 || probability < 0 || probability > 100)
        return false;
    out = {static_cast<int>(code), static_cast<int>(probability)};
    return true;
}

std::optional<http_response> get_chaos(inspection_call& call) {
    const auto& chaos = call.world.config.chaos;
    return chaos ? chaos_document(chaos()) : plain_error(400, "Chaos is not enabled");
}

std::optional<http_response> put_chaos(inspection_call& call) {
    const auto& config = call.world.config;
    if (!config.chaos || !config.set_chaos)
        return plain_error(400, "Chaos is not enabled");
    const auto body = call.body();
    if (!body.is_object())
        return plain_error(400, "the body is no JSON object");
    chaos_settings wanted;
    if (!read_trigger(wanted.sender, body, "Sender") || !read_trigger(wanted.recipient, body, "Recipient") ||
        !read_trigger(wanted.authentication, body, "Authentication"))
        return plain_error(400, "ErrorCode must be 400 to 599, Probability 0 to 100");
    config.set_chaos(wanted);
    return chaos_document(config.chaos());
}

std::string text_of(const json& object, const char* name) {
    if (!object.is_object())
        return {};
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

const json& list_of(const json& object, const char* name) {
    static const json none = json::array();
    const auto found = object.find(name);
    return found != object.end() && found->is_array() ? *found : none;
}

std::string address_of(const json& who) {
    if (who.is_string())
        return who.get<std::string>();
    const auto name = text_of(who, "Name");
    const auto address = text_of(who, "Email");
    return name.empty() ? address : '"' + name + "\" <" + address + '>';
}

struct written_mail {
    std::string from, subject, text, html;
    std::vector<std::string> to, cc, reply_to, recipients;
    std::vector<std::pair<std::string, std::string>> headers;
    std::vector<mailbox::attachment> attachments;
};

void read_addresses(std::vector<std::string>& out, std::vector<std::string>* recipients, const json& body,
                    const char* name) {
    for (const auto& who : list_of(body, name)) {
        out.push_back(address_of(who));
        if (recipients)
            recipients->push_back(who.is_string() ? who.get<std::string>() : text_of(who, "Email"));
    }
}

/// Nothing where an attachment is no base64.
std::optional<written_mail> read_mail(const json& body) {
    written_mail mail;
    const auto from = body.find("From");
    mail.from = from != body.end() ? address_of(*from) : std::string{};
    mail.subject = text_of(body, "Subject");
    mail.text = text_of(body, "Text");
    mail.html = text_of(body, "HTML");
    std::vector<std::string> bcc;
    read_addresses(mail.to, &mail.recipients, body, "To");
    read_addresses(mail.cc, &mail.recipients, body, "Cc");
    read_addresses(bcc, &mail.recipients, body, "Bcc");
    read_addresses(mail.reply_to, nullptr, body, "ReplyTo");
    if (const auto fields = body.find("Headers"); fields != body.end() && fields->is_object())
        for (const auto& field : fields->items())
            if (field.value().is_string())
                mail.headers.emplace_back(field.key(), field.value().get<std::string>());
    for (const auto& entry : list_of(body, "Attachments")) {
        auto bytes = base64_decoded(text_of(entry, "Content"));
        if (!bytes)
            return std::nullopt;
        mail.attachments.push_back({text_of(entry, "Filename"), text_of(entry, "ContentType"),
                                    std::move(*bytes), text_of(entry, "ContentID"), false});
    }
    return mail;
}

std::string mime_of(const written_mail& mail, time_point now) {
    mailbox::draft draft;
    draft.from = mail.from;
    draft.to = mail.to;
    draft.cc = mail.cc;
    draft.reply_to = mail.reply_to;
    draft.subject = mail.subject;
    draft.headers = mail.headers;
    draft.attachments = mail.attachments;
    draft.date = now;
    const bool only_html = mail.text.empty() && !mail.html.empty();
    draft.body = only_html ? mail.html : mail.text;
    draft.content_type = only_html ? "text/html" : "text/plain";
    draft.html = only_html ? std::string_view{} : std::string_view{mail.html};
    return mailbox::mime_text(draft);
}

std::optional<http_response> send(inspection_call& call) {
    const auto body = call.body();
    const auto mail = body.is_object() ? read_mail(body) : std::nullopt;
    if (!mail || mail->recipients.empty() || text_of(body.value("From", json{}), "Email").empty())
        return json_document({{"Error", "From and at least one recipient are needed, attachments in base64"}},
                             400);
    mailbox::message message;
    message.accepted = call.world.clock.now();
    message.via = mailbox::transport::smtp;
    message.from = text_of(body["From"], "Email");
    message.recipients = mail->recipients;
    for (const auto& tag : list_of(body, "Tags"))
        if (tag.is_string())
            message.tags.push_back(tag.get<std::string>());
    message.raw = std::make_shared<const std::string>(mime_of(*mail, message.accepted));
    const auto id = call.world.box.accept(std::move(message));
    return json_document({{"ID", mailbox::message_name(id)}});
}

std::optional<http_response> alive(inspection_call&) {
    return plain_ok();
}

constexpr std::array<inspection_route, 7> mailpit_server_table{{
    {"GET", "/api/v1/info", info},
    {"GET", "/api/v1/webui", web_ui},
    {"GET", "/api/v1/chaos", get_chaos},
    {"PUT", "/api/v1/chaos", put_chaos},
    {"POST", "/api/v1/send", send},
    {"GET", "/livez", alive},
    {"GET", "/readyz", alive},
}};

} // namespace

const std::span<const inspection_route> mailpit_server{mailpit_server_table};

} // namespace sendlab::api
