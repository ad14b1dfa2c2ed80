#include "mailbox/quick_look.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "mailbox/header_fields.hpp"
#include "mailbox/html_text.hpp"

namespace sendlab::mailbox {

namespace {

bool is_letter_or_digit(char c) {
    return ascii::is_digit(c) || (ascii::lower(c) >= 'a' && ascii::lower(c) <= 'z');
}

/// Encoded words (RFC 2047), quoted pairs, comments, parameters in pieces or percent-encoded (RFC 2231).
bool is_encoded(std::string_view value) {
    return value.find("=?") != value.npos || value.find_first_of("\\*(") != value.npos;
}

/// Some readers drop it, and what stood beside it comes together.
bool has_bare_cr(std::string_view raw) {
    for (auto at = raw.find('\r'); at != raw.npos; at = raw.find('\r', at + 1))
        if (at + 1 == raw.size() || raw[at + 1] != '\n')
            return true;
    return false;
}

/// What the body is, as far as that can be told without decoding it.
enum class body_kind { plain, html, encoded };

/// Bytes of ASCII stand for themselves.
bool is_readable(std::string_view type) {
    const auto charset = type.find("charset");
    if (charset == type.npos)
        return true;
    const auto rest = type.substr(charset);
    return rest.find("utf-8") != rest.npos || rest.find("us-ascii") != rest.npos ||
           rest.find("iso-8859-") != rest.npos;
}

body_kind kind_of_type(std::string_view value) {
    const auto type = ascii::lower_case(unfolded(value));
    if (!is_readable(type))
        return body_kind::encoded;
    if (type.starts_with("text/plain"))
        return body_kind::plain;
    return type.starts_with("text/html") ? body_kind::html : body_kind::encoded;
}

bool is_plain_encoding(std::string_view value) {
    const auto name = ascii::lower_case(unfolded(value));
    return name == "7bit" || name == "8bit" || name == "binary";
}

/// A message in two: of which each letter and digit that is shown stands in the bytes, and so do its neighbours.
struct look {
    std::string_view header;
    std::string_view body;
    bool header_is_plain = true;
    body_kind kind = body_kind::plain;
};

look look_at(std::string_view raw) {
    look seen;
    header_fields fields{raw};
    for (raw_field field; fields.next(field);) {
        seen.header_is_plain = seen.header_is_plain && !is_encoded(field.value);
        if (same_name(field.name, "Content-Type"))
            seen.kind = std::max(seen.kind, kind_of_type(field.value));
        else if (same_name(field.name, "Content-Transfer-Encoding") && !is_plain_encoding(field.value))
            seen.kind = body_kind::encoded;
    }
    seen.body = fields.body();
    seen.header = raw.substr(0, raw.size() - seen.body.size());
    seen.header_is_plain = seen.header_is_plain && ascii::is_ascii(seen.header) && !has_bare_cr(seen.header);
    return seen;
}

/// No fold, comment or bracket can come between its characters.
std::string_view longest_run(std::string_view text) {
    std::string_view longest;
    for (std::size_t at = 0; at < text.size();) {
        const auto* const begin = text.data() + at;
        const auto* const end = std::find_if_not(begin, text.data() + text.size(), is_letter_or_digit);
        const std::string_view run{begin, static_cast<std::size_t>(end - begin)};
        if (run.size() > longest.size())
            longest = run;
        at += run.size() + 1;
    }
    return longest;
}

bool holds(std::string_view text, std::string_view lower_case_run) {
    return std::ranges::search(text, lower_case_run, {}, ascii::lower).begin() != text.end();
}

} // namespace

bool rules_out(const message& kept, std::string_view folded_text, looked_into where) {
    const auto run = longest_run(folded_text);
    if (!kept.raw || run.empty() || holds(kept.from, run) ||
        std::ranges::any_of(kept.recipients, [&](const auto& recipient) { return holds(recipient, run); }))
        return false;
    const auto seen = look_at(*kept.raw);
    if (!seen.header_is_plain || holds(seen.header, run))
        return false;
    if (where == looked_into::header)
        return true;
    if (seen.kind == body_kind::encoded || !ascii::is_ascii(seen.body) || has_bare_cr(seen.body) ||
        holds(seen.body, run))
        return false;
    return seen.kind == body_kind::plain || !holds(html_text(seen.body), run);
}

} // namespace sendlab::mailbox
