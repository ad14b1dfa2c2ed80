#include "mailbox/mime_text.hpp"

#include "base/ascii.hpp"
#include "mailbox/header_writer.hpp"
#include "mailbox/transfer_encoding.hpp"

namespace sendlab::mailbox {

namespace {

/// Holds "=_", which neither quoted-printable nor base64 can. 7bit text with this in it is quoted.
constexpr std::string_view boundary = "=_sendlab_mixed";
constexpr std::string_view alternative_boundary = "=_sendlab_alternative";

bool is_multipart(const draft& d) {
    return ascii::contains(d.content_type.substr(0, 10), "multipart/");
}

/// RFC 2045, section 6.4: a multipart type may not be encoded as a whole.
transfer_encoding body_encoding(const draft& d) {
    const auto fitting = encoding_for(d.body);
    if (is_multipart(d))
        return fitting == transfer_encoding::seven_bit ? fitting : transfer_encoding::eight_bit;
    const bool ambiguous =
        (!d.attachments.empty() || !d.html.empty()) && d.body.find("=_sendlab_") != std::string_view::npos;
    if (fitting == transfer_encoding::seven_bit && ambiguous)
        return transfer_encoding::quoted_printable;
    return fitting;
}

std::string body_content_type(const draft& d) {
    std::string type{d.content_type};
    if (!is_multipart(d) && !d.charset.empty() && !ascii::contains(d.content_type, "charset="))
        type.append("; charset=").append(d.charset);
    return type;
}

void append_multipart_type(std::string& out, std::string_view subtype, std::string_view limit) {
    std::string type = "multipart/";
    type.append(subtype).append("; boundary=\"").append(limit).append("\"");
    header_writer{out}.plain("Content-Type", type);
    out += "\r\n";
}

/// Content-Type, Content-Transfer-Encoding, and the body itself.
void append_leaf(std::string& out, const draft& d) {
    const auto encoding = body_encoding(d);
    header_writer fields{out};
    fields.plain("Content-Type", body_content_type(d));
    fields.plain("Content-Transfer-Encoding", to_string(encoding));
    out += "\r\n";
    append_text(out, d.body, encoding);
}

void append_boundary(std::string& out, std::string_view limit, std::string_view end = {}) {
    out.append("--").append(limit).append(end).append("\r\n");
}

/// The line end before a boundary is part of the boundary, not of the text.
void append_next_boundary(std::string& out, std::string_view limit, std::string_view end = {}) {
    out += "\r\n";
    append_boundary(out, limit, end);
}

/// One text, or two forms of it.
void append_body(std::string& out, const draft& d) {
    if (d.html.empty())
        return append_leaf(out, d);
    append_multipart_type(out, "alternative", alternative_boundary);
    append_boundary(out, alternative_boundary);
    append_leaf(out, d);
    append_next_boundary(out, alternative_boundary);
    draft html = d;
    html.body = d.html;
    html.content_type = "text/html";
    html.charset = "utf-8";
    append_leaf(out, html);
    append_next_boundary(out, alternative_boundary, "--");
}

void append_attachment(std::string& out, const attachment& a) {
    append_boundary(out, boundary);
    header_writer fields{out};
    fields.plain("Content-Type", a.content_type.empty() ? "application/octet-stream" : a.content_type);
    fields.plain("Content-Transfer-Encoding", to_string(transfer_encoding::base64));
    fields.attachment("Content-Disposition", a.shown_in_text ? "inline" : "attachment", a.name);
    if (!a.content_id.empty())
        fields.plain("Content-ID", '<' + a.content_id + '>');
    out += "\r\n";
    append_base64_lines(out, a.bytes);
}

void append_head(std::string& out, const draft& d) {
    const std::string from{d.from};
    header_writer fields{out};
    fields.date("Date", d.date);
    fields.addresses("From", {&from, 1});
    fields.addresses("To", d.to);
    fields.addresses("Cc", d.cc);
    fields.addresses("Reply-To", d.reply_to);
    fields.text("Subject", d.subject);
    if (!d.message_id.empty())
        fields.plain("Message-ID", '<' + std::string{d.message_id} + '>');
    for (const auto& [name, value] : d.headers)
        fields.text(name, value);
    fields.plain("MIME-Version", "1.0");
}

std::size_t likely_size(const draft& d) {
    std::size_t size = 1024 + d.subject.size() * 2 + (d.body.size() + d.html.size()) * 4 / 3;
    for (const auto& a : d.attachments)
        size += 256 + a.bytes.size() * 7 / 5;
    return size;
}

} // namespace

std::string mime_text(const draft& from) {
    std::string out;
    out.reserve(likely_size(from));
    append_mime_text(out, from);
    return out;
}

void append_mime_text(std::string& out, const draft& from) {
    append_head(out, from);
    if (from.attachments.empty())
        return append_body(out, from);
    append_multipart_type(out, "mixed", boundary);
    append_boundary(out, boundary);
    append_body(out, from);
    out += "\r\n";
    for (const auto& a : from.attachments)
        append_attachment(out, a);
    append_boundary(out, boundary, "--");
}

} // namespace sendlab::mailbox
