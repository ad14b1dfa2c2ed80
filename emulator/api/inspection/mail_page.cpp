#include "api/inspection/mail_page.hpp"

#include <algorithm>

#include "base/base64.hpp"

namespace sendlab::api {

namespace {

constexpr std::string_view strict =
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
/// As `strict`, but links open, in pages of their own.
constexpr std::string_view of_letter =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";
constexpr std::string_view of_letter_with_remote =
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline' https: http:; img-src data: https: http:; font-src data: https: http:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"-_.+"}.find(c) != std::string_view::npos;
}

/// "image/png"; what is no type at all is bytes.
std::string safe_type(const std::string& type) {
    const auto slash = type.find('/');
    const auto fits = [](std::string_view word) {
        return !word.empty() && word.size() < 100 && std::ranges::all_of(word, is_word);
    };
    const std::string_view all = type;
    const bool good = slash != std::string::npos && fits(all.substr(0, slash)) && fits(all.substr(slash + 1));
    return good ? type : "application/octet-stream";
}

/// RFC 8187: percent-encoded, so that no name can end the field.
std::string encoded_name(std::string_view name) {
    constexpr const char* digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_word(c))
            out += c;
        else
            out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

http_response guarded(const std::string& type, std::string bytes, std::string_view policy = strict) {
    auto response = http_response::text(200, type, std::move(bytes));
    response.fields.add("X-Content-Type-Options", "nosniff");
    response.fields.add("Content-Security-Policy", std::string{policy});
    response.fields.add("Referrer-Policy", "no-referrer");
    response.fields.add("Cache-Control", "no-store");
    return response;
}

/// Longest first, so that an id which begins another one does not spoil it.
std::vector<const mailbox::mail_part*> shown_parts(const mailbox::parsed_mail& mail) {
    std::vector<const mailbox::mail_part*> parts;
    for (const auto* const list : {&mail.inlines, &mail.attachments})
        for (const auto& part : *list)
            if (!part.content_id.empty())
                parts.push_back(&part);
    std::ranges::sort(parts, std::ranges::greater{}, [](const auto* p) { return p->content_id.size(); });
    return parts;
}

std::string data_address(const mailbox::mail_part& part) {
    return "data:" + safe_type(part.content_type) + ";base64," + base64(part.bytes);
}

/// "cid:..." as the bytes of the part: the frame of a mail has no access to this API.
std::string with_pictures(const mailbox::parsed_mail& mail) {
    constexpr std::string_view scheme = "cid:";
    const auto parts = shown_parts(mail);
    std::string out;
    std::string_view rest = mail.html;
    for (auto at = rest.find(scheme); at != std::string_view::npos; at = rest.find(scheme)) {
        out += rest.substr(0, at);
        rest.remove_prefix(at);
        const auto id = rest.substr(scheme.size());
        const auto part =
            std::ranges::find_if(parts, [&](const auto* p) { return id.starts_with(p->content_id); });
        if (part == parts.end()) {
            out += scheme;
            rest.remove_prefix(scheme.size());
            continue;
        }
        out += data_address(**part);
        rest.remove_prefix(scheme.size() + (*part)->content_id.size());
    }
    return out.append(rest);
}

/// Behind a document type, without which browsers lay out differently.
std::string with_outer_links(std::string html) {
    const auto begin = std::min(html.find_first_not_of(" \t\r\n"), html.size());
    const bool typed = html.compare(begin, 2, "<!") == 0 && html.compare(begin, 4, "<!--") != 0;
    const auto end = typed ? html.find('>', begin) : std::string::npos;
    html.insert(end == std::string::npos ? 0 : end + 1, "<base target=\"_blank\">");
    return html;
}

} // namespace

http_response part_response(const mailbox::mail_part& part, bool download) {
    auto response = guarded(safe_type(part.content_type), part.bytes);
    response.fields.add("Content-Disposition", std::string{download ? "attachment" : "inline"} +
                                                   "; filename*=UTF-8''" + encoded_name(part.file_name));
    return response;
}

http_response html_response(const mailbox::parsed_mail& mail, remote_content remote) {
    return guarded("text/html; charset=utf-8", with_outer_links(with_pictures(mail)),
                   remote == remote_content::loaded ? of_letter_with_remote : of_letter);
}

http_response text_response(std::string text) {
    return guarded("text/plain; charset=utf-8", std::move(text));
}

} // namespace sendlab::api
