// Our own view of the mailbox: numbers, envelopes, origins, copies, raw bytes, waiting, events of SES.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "api/inspection/inspection_call.hpp"
#include "api/inspection/mail_page.hpp"
#include "api/inspection/message_wait.hpp"
#include "base/json_value.hpp"
#include "base/units.hpp"
#include "base/utc_text.hpp"
#include "mailbox/copies.hpp"
#include "mailbox/message_name.hpp"
#include "mailbox/shown_mail.hpp"

namespace sendlab::api {

namespace {

using mailbox::message;
using nlohmann::ordered_json;

constexpr std::size_t most_waited_for = 1'000'000;
constexpr duration longest_wait = std::chrono::minutes{10};

ordered_json origin_json(const message& kept) {
    if (!kept.origin)
        return nullptr;
    const auto& from = *kept.origin;
    const bool placed = from.position != mailbox::origin::unknown_position;
    return {{"file", from.file_key},
            {"position", placed ? ordered_json(from.position) : ordered_json()},
            {"attempt", from.attempt},
            {"request_id", from.request_id}};
}

ordered_json kept_json(const message& kept) {
    return {{"id", kept.id},
            {"name", mailbox::message_name(kept.id)},
            {"accepted", utc_text(kept.accepted, nanosecond_digits)},
            {"via", kept.via == mailbox::transport::ses ? "ses" : "smtp"},
            {"from", kept.from},
            {"recipients", kept.recipients},
            {"subject", kept.raw ? shown(kept, mailbox::parse_scope::overview).subject : ""},
            {"size", kept.size},
            {"ses_id", kept.ses_id},
            {"message_id", kept.message_id},
            {"read", kept.read},
            {"tags", kept.tags},
            {"origin", origin_json(kept)}};
}

ordered_json evictions_json(const mailbox::eviction_counts& counts) {
    return {{"by_number", counts.by_number}, {"by_bytes", counts.by_bytes}, {"by_age", counts.by_age}};
}

/// Newest first.
std::optional<http_response> list_kept(inspection_call& call) {
    const auto wanted = mailbox::search_query::parse(call.parameter("query"));
    if (!wanted)
        return error_document(400, wanted.error());
    const auto& box = call.world.box;
    const auto found = wanted->empty() ? box.list(0, box.count()) : matching(box, *wanted);
    const auto start = std::min(call.number("start", 0), found.size());
    auto messages = ordered_json::array();
    for (auto i = start; i < found.size() && messages.size() < call.number("limit", page_size); ++i)
        messages.push_back(kept_json(*found[i]));
    return json_document({{"accepted", box.accepted()},
                          {"kept", box.count()},
                          {"kept_bytes", box.bytes()},
                          {"evicted", evictions_json(box.evicted())},
                          {"matching", found.size()},
                          {"start", start},
                          {"messages", std::move(messages)}});
}

std::optional<http_response> clear(inspection_call& call) {
    call.world.box.clear();
    return json_document({{"kept", 0}});
}

std::optional<http_response> get_kept(inspection_call& call) {
    const auto* const kept = call.message();
    return kept ? json_document(kept_json(*kept)) : error_document(404, "no such message");
}

std::optional<http_response> get_kept_raw(inspection_call& call) {
    const auto* const kept = call.message();
    if (!kept || !kept->raw)
        return error_document(404, kept ? "the bytes of this message are not kept" : "no such message");
    auto response = text_response(*kept->raw);
    response.fields.set("Content-Type", "message/rfc822");
    response.fields.add("Content-Disposition",
                        "attachment; filename=\"" + mailbox::message_name(kept->id) + ".eml\"");
    return response;
}

/// The tree of parts as a list, each before those in it.
std::optional<http_response> list_parts(inspection_call& call) {
    const auto* const kept = call.message();
    if (!kept || !kept->raw)
        return error_document(404, kept ? "the bytes of this message are not kept" : "no such message");
    auto parts = ordered_json::array();
    for (const auto& part : shown(*kept).outline)
        parts.push_back({{"id", part.id},
                         {"depth", part.depth},
                         {"type", part.content_type},
                         {"disposition", part.disposition},
                         {"file_name", part.file_name},
                         {"content_id", part.content_id},
                         {"size", part.size}});
    return json_document({{"parts", std::move(parts)}});
}

std::optional<mailbox::copy_rule> rule_of(std::string_view name) {
    if (name.empty() || name == "automatic")
        return mailbox::copy_rule::automatic;
    if (name == "identity")
        return mailbox::copy_rule::identity;
    if (name == "content")
        return mailbox::copy_rule::content;
    return std::nullopt;
}

ordered_json copies_json(const mailbox::copies& one) {
    auto sends = ordered_json::array();
    for (const auto* const kept : one.messages)
        sends.push_back({{"id", kept->id},
                         {"name", mailbox::message_name(kept->id)},
                         {"accepted", utc_text(kept->accepted, nanosecond_digits)},
                         {"via", kept->via == mailbox::transport::ses ? "ses" : "smtp"},
                         {"ses_id", kept->ses_id},
                         {"message_id", kept->message_id},
                         {"recipients", kept->recipients},
                         {"origin", origin_json(*kept)}});
    const auto& first = *one.messages.front();
    return {{"subject", first.raw ? shown(first, mailbox::parse_scope::overview).subject : ""},
            {"copies", one.messages.size()},
            {"recipients_hit_twice", one.hit_twice},
            {"sends", std::move(sends)}};
}

std::optional<http_response> duplicates(inspection_call& call) {
    const auto rule = rule_of(call.parameter("by"));
    if (!rule)
        return error_document(400, "by must be automatic, identity or content");
    auto kept = call.world.box.list(0, call.world.box.count());
    std::ranges::reverse(kept);
    const auto found = mailbox::find_copies(kept, *rule);
    std::size_t extra = 0;
    std::size_t recipients = 0;
    auto emails = ordered_json::array();
    for (const auto& one : found) {
        extra += one.messages.size() - 1;
        recipients += one.hit_twice.size();
        if (emails.size() < call.number("limit", SIZE_MAX))
            emails.push_back(copies_json(one));
    }
    return json_document({{"messages", kept.size()},
                          {"duplicates", extra},
                          {"recipients_hit_twice", recipients},
                          {"emails", std::move(emails)}});
}

/// The same in short, for whoever wants to mark them: the names of each e-mail's messages, the first one first.
std::optional<http_response> list_copies(inspection_call& call) {
    auto kept = call.world.box.list(0, call.world.box.count());
    std::ranges::reverse(kept);
    std::size_t extra = 0;
    auto groups = ordered_json::array();
    for (const auto& one : mailbox::find_copies(kept, mailbox::copy_rule::automatic)) {
        extra += one.messages.size() - 1;
        auto& names = groups.emplace_back(ordered_json::array());
        for (const auto* const copy : one.messages)
            names.push_back(mailbox::message_name(copy->id));
    }
    return json_document({{"duplicates", extra}, {"groups", std::move(groups)}});
}

std::optional<http_response> wait(inspection_call& call) {
    auto query = mailbox::search_query::parse(call.parameter("query"));
    if (!query)
        return error_document(400, query.error());
    wait_request wanted{.query = std::move(*query), .count = call.number("count", 1)};
    wanted.exact = call.parameter("exact") == "true" || call.parameter("exact") == "1";
    if (const auto text = call.parameter("timeout"); !text.empty()) {
        const auto timeout = parse_duration(text);
        if (!timeout || *timeout > longest_wait)
            return error_document(400, "timeout must be a duration such as 10s, of at most 10m");
        wanted.timeout = *timeout;
    }
    if (wanted.count > most_waited_for)
        return error_document(400, "count is too large");
    wait_for_messages(call.world, std::move(wanted), std::move(call.answer));
    return std::nullopt;
}

/// Oldest first; of one message with ?message=ID.
std::optional<http_response> ses_events(inspection_call& call) {
    if (!call.world.ses)
        return error_document(404, "there is no SES here");
    const auto& log = call.world.ses->events();
    const auto wanted = call.parameter("message");
    auto events = ordered_json::array();
    for (const auto& event : log.events())
        if (wanted.empty() || event.message_id == wanted)
            events.push_back(ordered_json_value(event.json));
    return json_document({{"dropped", log.dropped()}, {"events", std::move(events)}});
}

constexpr std::array<inspection_route, 9> sendlab_messages_table{{
    {"GET", "/_sendlab/messages", list_kept},
    {"DELETE", "/_sendlab/messages", clear},
    {"GET", "/_sendlab/messages/{}", get_kept},
    {"GET", "/_sendlab/messages/{}/raw", get_kept_raw},
    {"GET", "/_sendlab/messages/{}/parts", list_parts},
    {"GET", "/_sendlab/duplicates", duplicates},
    {"GET", "/_sendlab/copies", list_copies},
    {"GET", "/_sendlab/wait", wait},
    {"GET", "/_sendlab/ses-events", ses_events},
}};

} // namespace

const std::span<const inspection_route> sendlab_messages{sendlab_messages_table};

} // namespace sendlab::api
