// What an SMTP server says (RFC 5321, section 4.2), with enhanced status codes (RFC 3463, RFC 2034).
#pragma once

#include <string>
#include <string_view>

namespace sendlab::smtp {

/// A reply that is about to be written; it owns nothing.
struct reply {
    unsigned code;           // 200 to 599
    std::string_view status; // "2.1.5"; empty where there is none, as in 354 and in the answer to EHLO
    std::string_view text;   // without its end of line; a line feed in it begins another line of the reply
};

/// A reply that somebody else has made up, in place of the server's own: "454 Throttling failure".
struct refusal {
    unsigned code = 451; // 400 to 599; 421 also closes the connection
    std::string status;
    std::string text;

    [[nodiscard]] reply as_reply() const { return {code, status, text}; }
    friend bool operator==(const refusal&, const refusal&) = default;
};

/// Writes "250-first", "250 last", each line with CRLF; the status goes with every line (RFC 2034, section 4).
/// Control characters of the text become blanks: a reply never begins another.
void append_reply(std::string& out, const reply& what, bool with_status);

} // namespace sendlab::smtp
