// Mailpit's API for many messages at once: list, search, delete, read state, tags.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "api/inspection/inspection_call.hpp"
#include "api/inspection/mail_json.hpp"
#include "mailbox/message_name.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;
using found_messages = std::vector<const mailbox::message*>;

std::size_t unread_of(const found_messages& some) {
    return static_cast<std::size_t>(std::ranges::count(some, false, &mailbox::message::read));
}

/// A limit of 0 means all.
std::size_t limit_of(const inspection_call& call) {
    const auto limit = call.number("limit", page_size);
    return limit == 0 ? SIZE_MAX : limit;
}

std::vector<std::string> texts_of(const json& body, const char* name) {
    std::vector<std::string> texts;
    const auto found = body.is_object() ? body.find(name) : body.end();
    if (body.is_object() && found != body.end() && found->is_array())
        for (const auto& entry : *found)
            if (entry.is_string())
                texts.push_back(entry.get<std::string>());
    return texts;
}

std::vector<std::uint64_t> ids_in(const json& body) {
    std::vector<std::uint64_t> ids;
    for (const auto& name : texts_of(body, "IDs"))
        if (const auto id = mailbox::message_number(name))
            ids.push_back(*id);
    return ids;
}

std::optional<http_response> list_messages(inspection_call& call) {
    const auto& box = call.world.box;
    const auto start = call.number("start", 0);
    return json_document(page_json(box, box.list(start, limit_of(call)), start, box.count(), box.unread()));
}

/// MailHog's client takes any body for JSON. It says nothing about what it accepts; Mailpit's clients do.
std::optional<http_response> delete_messages(inspection_call& call) {
    const auto body = call.body();
    if (texts_of(body, "IDs").empty())
        call.world.box.clear();
    else
        call.world.box.remove(ids_in(body));
    return call.request.fields.find("Accept") ? plain_ok() : http_response::text(200, "text/plain", "");
}

std::optional<http_response> set_read(inspection_call& call) {
    const auto body = call.body();
    const bool read = body.is_object() && body.value("Read", json{}) == true;
    const auto search = body.is_object() ? body.value("Search", json{}) : json{};
    const bool searches = search.is_string() && search != "";
    const auto named = texts_of(body, "IDs");
    if (searches && !named.empty())
        return plain_error(400, "either IDs or Search may be given, not both");
    auto ids = ids_in(body);
    if (named.empty()) {
        const auto wanted = mailbox::search_query::parse(searches ? search.get<std::string>() : "");
        if (!wanted)
            return plain_error(400, wanted.error());
        ids = ids_of(matching(call.world.box, *wanted));
    }
    for (const auto id : ids)
        call.world.box.set_read(id, read);
    return plain_ok();
}

std::optional<http_response> search_messages(inspection_call& call) {
    if (call.parameter("query").empty())
        return plain_error(400, "Error: no search query");
    const auto wanted = mailbox::search_query::parse(call.parameter("query"));
    if (!wanted)
        return plain_error(400, wanted.error());
    const auto found = matching(call.world.box, *wanted);
    const auto start = std::min(call.number("start", 0), found.size());
    const auto length = std::min(limit_of(call), found.size() - start);
    const found_messages page(found.begin() + static_cast<std::ptrdiff_t>(start),
                              found.begin() + static_cast<std::ptrdiff_t>(start + length));
    return json_document(page_json(call.world.box, page, start, found.size(), unread_of(found)));
}

std::optional<http_response> delete_found(inspection_call& call) {
    if (call.parameter("query").empty())
        return plain_error(400, "Error: no search query");
    const auto wanted = mailbox::search_query::parse(call.parameter("query"));
    if (!wanted)
        return plain_error(400, wanted.error());
    call.world.box.remove(ids_of(matching(call.world.box, *wanted)));
    return plain_ok();
}

std::optional<http_response> list_tags(inspection_call& call) {
    return json_document(tags_in_use(call.world.box));
}

std::optional<http_response> set_tags(inspection_call& call) {
    const auto body = call.body();
    const auto ids = ids_in(body);
    if (ids.empty())
        return plain_error(400, "no message IDs");
    auto tags = texts_of(body, "Tags");
    std::ranges::sort(tags);
    tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
    for (const auto id : ids)
        call.world.box.set_tags(id, tags);
    return plain_ok();
}

/// Puts another tag in place of the one in the path; an empty one takes it away.
void replace_tag(inspection_call& call, const std::string& other) {
    for (const auto* const kept : call.world.box.list(0, call.world.box.count())) {
        auto tags = kept->tags;
        if (std::erase(tags, call.names[0]) == 0)
            continue;
        if (!other.empty() && std::ranges::find(tags, other) == tags.end())
            tags.push_back(other);
        std::ranges::sort(tags);
        call.world.box.set_tags(kept->id, std::move(tags));
    }
}

std::optional<http_response> rename_tag(inspection_call& call) {
    const auto body = call.body();
    const auto name = body.is_object() ? body.value("Name", json{}) : json{};
    if (!name.is_string() || name == "")
        return plain_error(400, "no new name");
    replace_tag(call, name.get<std::string>());
    return plain_ok();
}

std::optional<http_response> delete_tag(inspection_call& call) {
    replace_tag(call, {});
    return plain_ok();
}

constexpr std::array<inspection_route, 9> mailpit_messages_table{{
    {"GET", "/api/v1/messages", list_messages},
    {"PUT", "/api/v1/messages", set_read},
    {"DELETE", "/api/v1/messages", delete_messages},
    {"GET", "/api/v1/search", search_messages},
    {"DELETE", "/api/v1/search", delete_found},
    {"GET", "/api/v1/tags", list_tags},
    {"PUT", "/api/v1/tags", set_tags},
    {"PUT", "/api/v1/tags/{}", rename_tag},
    {"DELETE", "/api/v1/tags/{}", delete_tag},
}};

} // namespace

const std::span<const inspection_route> mailpit_messages{mailpit_messages_table};

} // namespace sendlab::api
