// MailHog's API, for the clients that outlived it. GET and DELETE of /api/v1/messages are Mailpit's.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "api/inspection/inspection_call.hpp"
#include "api/inspection/mail_page.hpp"
#include "api/inspection/mailhog_json.hpp"
#include "mailbox/folded_text.hpp"
#include "mailbox/message_name.hpp"
#include "mailbox/search_subject.hpp"

namespace sendlab::api {

namespace {

using nlohmann::ordered_json;
using found_messages = std::vector<const mailbox::message*>;

constexpr std::size_t most_at_once = 250;

http_response page_of(const inspection_call& call, const found_messages& found) {
    const auto start = std::min(call.number("start", 0), found.size());
    const auto limit = std::min(call.number("limit", page_size), most_at_once);
    auto items = ordered_json::array();
    for (auto i = start; i < found.size() && items.size() < limit; ++i)
        items.push_back(mailhog_json(*found[i]));
    const auto count = items.size();
    return json_document(
        {{"total", found.size()}, {"count", count}, {"start", start}, {"items", std::move(items)}});
}

std::optional<http_response> list_mailhog(inspection_call& call) {
    return page_of(call, call.world.box.list(0, call.world.box.count()));
}

bool contains(const std::string& text, const std::string& folded) {
    return mailbox::folded_text(text).find(folded) != std::string::npos;
}

/// MailHog looks at the envelope, and for "containing" at everything.
bool fits(const mailbox::message& kept, std::string_view kind, const std::string& query) {
    if (kind == "from")
        return contains(kept.from, query);
    if (kind == "containing")
        return mailbox::search_subject{kept}.text_of(mailbox::search_query::what::text).find(query) !=
               std::string::npos;
    for (const auto& recipient : kept.recipients)
        if (contains(recipient, query))
            return true;
    return false;
}

std::optional<http_response> search_mailhog(inspection_call& call) {
    const auto kind = call.parameter("kind");
    const auto query = mailbox::folded_text(call.parameter("query"));
    if ((kind != "from" && kind != "to" && kind != "containing") || query.empty())
        return http_response::text(400, "text/plain", "");
    auto found = call.world.box.list(0, call.world.box.count());
    std::erase_if(found, [&](const mailbox::message* m) { return !fits(*m, kind, query); });
    return page_of(call, found);
}

http_response nothing(unsigned status) {
    return http_response::text(status, "text/plain", "");
}

std::optional<http_response> get_mailhog_message(inspection_call& call) {
    const auto* const kept = call.message();
    return kept ? json_document(mailhog_json(*kept)) : nothing(404);
}

/// An empty body: the client takes any other for JSON.
std::optional<http_response> delete_message(inspection_call& call) {
    const auto* const kept = call.message();
    if (!kept)
        return nothing(404);
    const std::uint64_t id = kept->id;
    call.world.box.remove({&id, 1});
    return nothing(200);
}

std::optional<http_response> download(inspection_call& call) {
    const auto* const kept = call.message();
    if (!kept || !kept->raw)
        return nothing(404);
    auto response = text_response(*kept->raw);
    response.fields.set("Content-Type", "message/rfc822");
    response.fields.add("Content-Disposition",
                        "attachment; filename=\"" + mailbox::message_name(kept->id) + ".eml\"");
    return response;
}

/// There is no Jim, and no server to hand mail on to.
std::optional<http_response> no_jim(inspection_call&) {
    return nothing(404);
}

std::optional<http_response> no_servers(inspection_call&) {
    return json_document(ordered_json::object());
}

constexpr std::array<inspection_route, 7> mailhog_routes_table{{
    {"GET", "/api/v2/messages", list_mailhog},
    {"GET", "/api/v2/search", search_mailhog},
    {"GET", "/api/v2/jim", no_jim},
    {"GET", "/api/v2/outgoing-smtp", no_servers},
    {"GET", "/api/v1/messages/{}", get_mailhog_message},
    {"DELETE", "/api/v1/messages/{}", delete_message},
    {"GET", "/api/v1/messages/{}/download", download},
}};

} // namespace

const std::span<const inspection_route> mailhog_routes{mailhog_routes_table};

} // namespace sendlab::api
