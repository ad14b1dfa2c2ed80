#include "api/inspection/mailhog_json.hpp"

#include <algorithm>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/ascii.hpp"
#include "base/utc_text.hpp"
#include "mailbox/header_fields.hpp"
#include "mailbox/message_name.hpp"

namespace sendlab::api {

namespace {

using mailbox::same_name;
using nlohmann::ordered_json;

constexpr int deepest = 10;
constexpr std::size_t most_parts = 1000;

ordered_json path_json(const std::string& address) {
    const auto at = std::min(address.rfind('@'), address.size());
    return {{"Relays", nullptr},
            {"Mailbox", address.substr(0, at)},
            {"Domain", at == address.size() ? "" : address.substr(at + 1)},
            {"Params", ""}};
}

/// Clients ask for fields by these names, whatever the mail writes.
std::string usual_name(std::string_view name) {
    for (const std::string_view usual :
         {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Subject", "From", "To", "Cc",
          "Bcc", "Reply-To", "Date", "Message-ID"})
        if (same_name(name, usual))
            return std::string{usual};
    return std::string{name};
}

ordered_json content_json(std::string_view entity) {
    ordered_json fields = ordered_json::object();
    mailbox::header_fields header{entity};
    for (mailbox::raw_field field; header.next(field);)
        fields[usual_name(field.name)].push_back(mailbox::unfolded(field.value));
    return {{"Headers", std::move(fields)},
            {"Body", std::string{header.body()}},
            {"Size", entity.size()},
            {"MIME", nullptr}};
}

/// Of a multipart; empty for anything else.
std::string boundary_of(std::string_view entity) {
    const auto type = mailbox::unfolded(mailbox::first_field(entity, "Content-Type"));
    if (type.size() < 10 || !same_name(std::string_view{type}.substr(0, 10), "multipart/"))
        return {};
    const auto at = ascii::lower_case(type).find("boundary=");
    if (at == std::string::npos)
        return {};
    auto value = type.substr(at + 9);
    if (value.starts_with('"'))
        return value.substr(1, value.find('"', 1) - 1);
    return value.substr(0, value.find_first_of("; \t"));
}

std::string_view without_line_end(std::string_view text) {
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

/// What stands between the lines that begin with "--" and the boundary.
std::vector<std::string_view> parts_of(std::string_view body, const std::string& boundary) {
    const auto mark = "--" + boundary;
    std::vector<std::string_view> parts;
    std::size_t begin = std::string_view::npos;
    for (std::size_t line = 0; line < body.size() && parts.size() < most_parts;) {
        const auto end = std::min(body.find('\n', line), body.size() - 1) + 1;
        if (body.substr(line).starts_with(mark)) {
            if (begin != std::string_view::npos)
                parts.push_back(without_line_end(body.substr(begin, line - begin)));
            begin = end;
            if (body.substr(line + mark.size()).starts_with("--"))
                return parts;
        }
        line = end;
    }
    if (begin != std::string_view::npos)
        parts.push_back(body.substr(std::min(begin, body.size())));
    return parts;
}

void append_leaves(ordered_json& out, std::string_view entity, int depth) {
    const auto boundary = boundary_of(entity);
    if (boundary.empty() || depth > deepest) {
        if (depth > 0 && out.size() < most_parts)
            out.push_back(content_json(entity));
        return;
    }
    mailbox::header_fields header{entity};
    for (mailbox::raw_field field; header.next(field);) {
    }
    for (const auto part : parts_of(header.body(), boundary))
        append_leaves(out, part, depth + 1);
}

ordered_json parts_json(std::string_view raw) {
    auto parts = ordered_json::array();
    append_leaves(parts, raw, 0);
    return parts.empty() ? ordered_json{} : ordered_json{{"Parts", std::move(parts)}};
}

} // namespace

ordered_json mailhog_json(const mailbox::message& kept) {
    const std::string raw = kept.raw ? *kept.raw : std::string{};
    auto to = ordered_json::array();
    for (const auto& recipient : kept.recipients)
        to.push_back(path_json(recipient));
    return {{"ID", mailbox::message_name(kept.id)},
            {"From", path_json(kept.from)},
            {"To", std::move(to)},
            {"Content", content_json(raw)},
            {"Created", utc_text(kept.accepted, nanosecond_digits)},
            {"MIME", parts_json(raw)},
            {"Raw", {{"From", kept.from}, {"To", kept.recipients}, {"Data", raw}, {"Helo", ""}}}};
}

} // namespace sendlab::api
