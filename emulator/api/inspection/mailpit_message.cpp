// Mailpit's API for one message. Its id may be "latest".
#include <array>
#include <map>

#include <nlohmann/json.hpp>

#include "api/inspection/inspection_call.hpp"
#include "api/inspection/mail_json.hpp"
#include "api/inspection/mail_page.hpp"
#include "mailbox/message_name.hpp"
#include "mailbox/shown_mail.hpp"

namespace sendlab::api {

namespace {

using nlohmann::ordered_json;

http_response no_message() {
    return plain_error(404, "Message not found");
}

std::optional<http_response> get_message(inspection_call& call) {
    const auto* const kept = call.message();
    if (!kept)
        return no_message();
    auto response = json_document(message_json(*kept));
    call.world.box.set_read(kept->id, true);
    return response;
}

std::optional<http_response> get_headers(inspection_call& call) {
    const auto* const kept = call.message();
    if (!kept)
        return no_message();
    std::map<std::string, ordered_json> by_name;
    for (const auto& [name, value] : shown(*kept, mailbox::parse_scope::overview).headers)
        by_name.try_emplace(name, ordered_json::array()).first->second.push_back(value);
    ordered_json out = ordered_json::object();
    for (auto& [name, values] : by_name)
        out[name] = std::move(values);
    return json_document(out);
}

std::optional<http_response> get_raw(inspection_call& call) {
    const auto* const kept = call.message();
    if (!kept || !kept->raw)
        return no_message();
    auto response = text_response(*kept->raw);
    if (!call.parameter("dl").empty())
        response.fields.add("Content-Disposition",
                            "attachment; filename=\"" + mailbox::message_name(kept->id) + ".eml\"");
    return response;
}

const mailbox::mail_part* find_part(const mailbox::parsed_mail& mail, std::string_view id) {
    for (const auto* const list : {&mail.attachments, &mail.inlines})
        for (const auto& part : *list)
            if (part.id == id)
                return &part;
    return nullptr;
}

std::optional<http_response> get_part(inspection_call& call) {
    const auto* const kept = call.message();
    if (!kept)
        return no_message();
    const auto mail = shown(*kept);
    const auto* const part = find_part(mail, call.names[1]);
    return part ? part_response(*part, !call.parameter("dl").empty()) : plain_error(404, "Part not found");
}

/// "ID.html", "ID.txt", "latest"
std::optional<http_response> view(inspection_call& call) {
    const bool html = call.names[0].ends_with(".html");
    const bool text = call.names[0].ends_with(".txt");
    call.names[0] = call.names[0].substr(0, call.names[0].rfind('.'));
    const auto* const kept = call.message();
    if (!kept)
        return no_message();
    const auto name = mailbox::message_name(kept->id);
    if (!html && !text) {
        http_response response;
        response.status = 302;
        response.fields.add("Location", "/view/" + name + ".html");
        return response;
    }
    auto mail = shown(*kept);
    if (text || mail.html.empty())
        return text ? text_response(std::move(mail.text)) : plain_error(404, "This message has no HTML");
    const bool remote = call.parameter("remote") == "1";
    return html_response(mail, remote ? remote_content::loaded : remote_content::refused);
}

std::optional<http_response> no_release(inspection_call&) {
    return plain_error(400, "Message relay is not configured");
}

constexpr std::array<inspection_route, 6> mailpit_message_table{{
    {"GET", "/api/v1/message/{}", get_message},
    {"GET", "/api/v1/message/{}/headers", get_headers},
    {"GET", "/api/v1/message/{}/raw", get_raw},
    {"GET", "/api/v1/message/{}/part/{}", get_part},
    {"POST", "/api/v1/message/{}/release", no_release},
    {"GET", "/view/{}", view},
}};

} // namespace

const std::span<const inspection_route> mailpit_message{mailpit_message_table};

} // namespace sendlab::api
