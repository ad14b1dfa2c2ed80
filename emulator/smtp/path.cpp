#include "smtp/path.hpp"

#include <algorithm>
#include <optional>

#include "base/ascii.hpp"
#include "smtp/text.hpp"

namespace sendlab::smtp {

namespace {

constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_domain = 255;

/// Beyond ASCII everything counts (RFC 6532, section 3.2).
bool is_letter_or_digit(char c) {
    return ascii::is_letter_or_digit(c) || static_cast<unsigned char>(c) >= 0x80;
}

/// RFC 5322, section 3.2.3.
bool is_atext(char c) {
    return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(c) != std::string_view::npos;
}

bool is_printable(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
}

/// Atoms with single dots between them.
bool is_dot_string(std::string_view text) {
    char before = '.';
    for (const char c : text) {
        if (c == '.' ? before == '.' : !is_atext(c))
            return false;
        before = c;
    }
    return before != '.';
}

/// The length of the quoted string that text begins with; 0 if it does not end, or has a control character.
std::size_t quoted_length(std::string_view text) {
    for (std::size_t i = 1; i < text.size() && is_printable(text[i]); ++i) {
        if (text[i] == '"')
            return i + 1;
        if (text[i] == '\\' && (++i == text.size() || !is_printable(text[i])))
            return 0;
    }
    return 0;
}

bool is_label(std::string_view text) {
    const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '-'; };
    return !text.empty() && text.front() != '-' && text.back() != '-' && std::ranges::all_of(text, allowed);
}

/// "[192.0.2.1]", "[IPv6:::1]": what is inside is not looked into.
bool is_address_literal(std::string_view text) {
    const auto allowed = [](char c) { return c > ' ' && c < 0x7f && c != '[' && c != '\\' && c != ']'; };
    return text.size() > 2 && text.back() == ']' &&
           std::ranges::all_of(text.substr(1, text.size() - 2), allowed);
}

bool is_domain(std::string_view text) {
    if (text.starts_with('['))
        return is_address_literal(text);
    for (auto dot = text.find('.'); dot != text.npos; dot = text.find('.')) {
        if (!is_label(text.substr(0, dot)))
            return false;
        text.remove_prefix(dot + 1);
    }
    return is_label(text);
}

/// Takes "@a,@b:" off; it is obsolete and means nothing (RFC 5321, appendix C). False if it is not one.
bool drop_source_route(std::string_view& text) {
    while (text.starts_with('@')) {
        const auto end = text.find_first_of(",:");
        if (end == text.npos || !is_domain(text.substr(1, end - 1)))
            return false;
        const bool last = text[end] == ':';
        text.remove_prefix(end + 1);
        if (last)
            return true;
        if (!text.starts_with('@'))
            return false;
    }
    return true;
}

std::optional<path_error> mailbox_error(std::string_view local_part, std::string_view domain) {
    if (local_part.size() > longest_local_part)
        return path_error::local_part;
    if (domain.size() > longest_domain)
        return path_error::domain;
    if (!local_part.starts_with('"') && !is_dot_string(local_part))
        return path_error::syntax;
    return is_domain(domain) ? std::nullopt : std::optional{path_error::syntax};
}

} // namespace

result<path, path_error> parse_path(std::string_view text, path_use use) {
    if (!text.starts_with('<'))
        return path_error::brackets;
    text.remove_prefix(1);
    if (!drop_source_route(text))
        return path_error::syntax;
    const auto quoted = text.starts_with('"') ? quoted_length(text) : 0;
    const auto close = text.find('>', quoted);
    if (close == text.npos)
        return path_error::brackets;
    const path found{text.substr(0, close), text.substr(close + 1)};
    if (use == path_use::reverse && found.mailbox.empty())
        return found;
    if (use == path_use::forward && ascii::same_text(found.mailbox, "postmaster"))
        return found;
    const auto at = found.mailbox.find('@', quoted);
    if (at == text.npos || (text.starts_with('"') && at != quoted))
        return path_error::syntax;
    if (const auto error = mailbox_error(found.mailbox.substr(0, at), found.mailbox.substr(at + 1)))
        return *error;
    return found;
}

} // namespace sendlab::smtp
