// Content-Transfer-Encoding: how text and bytes become lines that every mail server passes on (RFC 2045,
// section 6).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sendlab::mailbox {

enum class transfer_encoding {
    seven_bit,        // ASCII in lines of at most 998 octets, as it is
    eight_bit,        // as it is: only for what must not be encoded
    quoted_printable, // for text that is mostly ASCII
    base64,           // for all else
};

/// "7bit" and so on.
[[nodiscard]] std::string_view to_string(transfer_encoding encoding);

/// The first of seven_bit, quoted_printable and base64 that fits the text: quoted-printable is chosen while
/// it is not longer than base64.
[[nodiscard]] transfer_encoding encoding_for(std::string_view text);

/// Appends text in the given encoding. Line ends (LF, CR or CRLF) become CRLF, and the last line gets one if
/// it has none.
void append_text(std::string& out, std::string_view text, transfer_encoding encoding);

/// Appends bytes as base64 in lines of 76 characters, each with its CRLF.
void append_base64_lines(std::string& out, std::string_view bytes);

/// Appends bytes as base64 in one piece.
void append_base64(std::string& out, std::string_view bytes);

} // namespace sendlab::mailbox
