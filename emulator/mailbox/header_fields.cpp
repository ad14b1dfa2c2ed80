#include "mailbox/header_fields.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace sendlab::mailbox {

namespace {

/// The length of the first line with its end.
std::size_t line_length(std::string_view text) {
    const auto end = text.find('\n');
    return end == std::string_view::npos ? text.size() : end + 1;
}

std::string_view without_line_end(std::string_view line) {
    if (line.ends_with('\n'))
        line.remove_suffix(1);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

/// What a folded line begins with.
bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

} // namespace

bool header_fields::next(raw_field& out) {
    auto length = line_length(rest_);
    const auto colon = rest_.substr(0, length).find(':');
    if (colon == std::string_view::npos)
        return false;
    const auto name = ascii::trimmed(rest_.substr(0, colon));
    if (is_blank(rest_.front()) || !is_name(name))
        return false;
    while (length < rest_.size() && is_blank(rest_[length]))
        length += line_length(rest_.substr(length));
    out.name = name;
    out.whole = rest_.substr(0, length);
    out.value = without_line_end(out.whole.substr(colon + 1));
    rest_.remove_prefix(length);
    return true;
}

std::string_view header_fields::body() const {
    const auto first = line_length(rest_);
    return without_line_end(rest_.substr(0, first)).empty() ? rest_.substr(first) : rest_;
}

std::string_view first_field(std::string_view message, std::string_view name) {
    header_fields fields{message};
    for (raw_field field; fields.next(field);)
        if (same_name(field.name, name))
            return field.value;
    return {};
}

std::string unfolded(std::string_view value) {
    std::string line;
    line.reserve(value.size());
    for (const char c : ascii::trimmed(value))
        if (c != '\r' && c != '\n')
            line += c;
    return line;
}

std::string message_id_of(std::string_view message) {
    auto id = unfolded(first_field(message, "Message-ID"));
    if (id.starts_with('<') && id.ends_with('>'))
        id = id.substr(1, id.size() - 2);
    return id;
}

bool same_name(std::string_view a, std::string_view b) {
    return ascii::same_text(a, b);
}

} // namespace sendlab::mailbox
