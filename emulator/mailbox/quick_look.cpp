#include "mailbox/quick_look.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "mailbox/header_fields.hpp"

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

/// A text in which each byte of ASCII stands for itself.
bool is_plain_type(std::string_view value) {
    const auto type = ascii::lower_case(unfolded(value));
    if (!type.starts_with("text/plain"))
        return false;
    const auto charset = type.find("charset");
    if (charset == type.npos)
        return true;
    const std::string_view rest = std::string_view{type}.substr(charset);
    return rest.find("utf-8") != rest.npos || rest.find("us-ascii") != rest.npos ||
           rest.find("iso-8859-") != rest.npos;
}

bool is_plain_encoding(std::string_view value) {
    const auto name = ascii::lower_case(unfolded(value));
    return name == "7bit" || name == "8bit" || name == "binary";
}

/// Every letter and digit that is shown stands in the bytes, and so do its neighbours.
bool is_plain(std::string_view raw) {
    if (!ascii::is_ascii(raw) || has_bare_cr(raw))
        return false;
    header_fields fields{raw};
    for (raw_field field; fields.next(field);) {
        if (is_encoded(field.value) ||
            (same_name(field.name, "Content-Type") && !is_plain_type(field.value)) ||
            (same_name(field.name, "Content-Transfer-Encoding") && !is_plain_encoding(field.value)))
            return false;
    }
    return true;
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

bool rules_out(const message& kept, std::string_view folded_text) {
    const auto run = longest_run(folded_text);
    if (!kept.raw || run.empty() || holds(*kept.raw, run) || holds(kept.from, run) ||
        std::ranges::any_of(kept.recipients, [&](const auto& recipient) { return holds(recipient, run); }))
        return false;
    return is_plain(*kept.raw);
}

} // namespace sendlab::mailbox
