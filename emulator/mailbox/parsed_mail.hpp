// A message as a mail program shows it: text decoded, parts named. Made on demand and not kept.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_types.hpp"

namespace sendlab::mailbox {

struct mail_address {
    std::string name; // decoded; may be empty
    std::string address;

    friend bool operator==(const mail_address&, const mail_address&) = default;
};

/// A part that is no text to be read: an attachment, or a picture of the HTML.
struct mail_part {
    std::string
        id; // "2", "2.1": its place in the tree of parts, counted from 1; "0": the message is this part
    std::string file_name;
    std::string content_type; // "image/png", in small letters
    std::string content_id;   // without its brackets
    std::uint64_t size = 0;   // of the decoded bytes; 0 in an overview
    std::string bytes;        // decoded; empty in an overview
};

/// A part in the tree, whatever it is: text to be read, an attachment, or parts in a part.
struct outlined_part {
    std::string id; // as a mail_part's; empty: a message that is no tree, or the root of one
    int depth = 0;
    std::string content_type{}, disposition{}, file_name{}, content_id{};
    std::uint64_t size = 0; // of the decoded bytes; 0 for parts that have parts
};

/// All text is meant to be UTF-8; what was not may hold bytes that are not either (base/json_text replaces
/// them).
struct parsed_mail {
    std::vector<std::pair<std::string, std::string>> headers; // in order, unfolded and decoded
    std::vector<mail_address> from, to, cc, bcc, reply_to;
    std::string subject;
    std::string message_id;
    std::optional<time_point> date; // within 292 years of 1970
    std::string text;               // of all text/plain parts; empty if there are none
    std::string html;
    std::vector<mail_part> inlines;
    std::vector<mail_part> attachments;
    std::vector<outlined_part> outline; // each part before those in it; empty in an overview
    /// Not taken apart: more parts or a longer header than any mail program makes. `text` is the body as it
    /// came.
    bool opaque = false;

    /// The field's first value; empty if there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

enum class parse_scope { overview, everything };

/// Never fails: what is no mail has an empty header and some text. Time and memory are linear in the size.
[[nodiscard]] parsed_mail parse_mail(std::string_view raw, parse_scope scope = parse_scope::everything);

/// The addresses of a header value, groups taken apart.
[[nodiscard]] std::vector<mail_address> parse_addresses(std::string_view value);

/// The text without encoded words (RFC 2047).
[[nodiscard]] std::string decoded_words(std::string_view value);

} // namespace sendlab::mailbox
