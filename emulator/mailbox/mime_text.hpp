// The text of a message, as a mail user agent or SES's SendEmail writes it (RFC 5322, 2045, 2046).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/time_types.hpp"

namespace sendlab::mailbox {

struct attachment {
    std::string name;
    std::string content_type; // empty: application/octet-stream
    std::string bytes;
    std::string content_id{};   // without its brackets; empty: no such field
    bool shown_in_text = false; // "inline" rather than "attachment"
};

/// What a message is made of. Nothing of it can break out of its place: line ends in a subject, an address or
/// a file name become blanks. Text outside the body is UTF-8.
struct draft {
    std::string_view from{}; // "a@b" or "Name <a@b>"
    std::span<const std::string> to{};
    std::span<const std::string> cc{};
    std::span<const std::string> reply_to{};
    std::string_view subject{};
    std::string_view body{};                      // in the given charset, with any line ends
    std::string_view content_type = "text/plain"; // a multipart type goes out with the body as it is
    std::string_view charset = "utf-8";           // written unless the content type names one
    std::string_view html{}; // another form of the body, in UTF-8; the two make a multipart/alternative
    std::span<const std::pair<std::string, std::string>> headers{}; // further fields
    std::span<const attachment> attachments{};
    std::string_view message_id{}; // without angle brackets; empty: no such field
    time_point date{};
};

/// The whole message, with CRLF line ends. The body is 7bit where that can be, else quoted-printable or
/// base64. With attachments it is the first part of a multipart/mixed, and each of them a base64 part. The
/// same draft always gives the same text.
[[nodiscard]] std::string mime_text(const draft& from);
/// The same, behind what stands in `out`.
void append_mime_text(std::string& out, const draft& from);

} // namespace sendlab::mailbox
