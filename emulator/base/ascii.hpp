// Characters and text of ASCII, whatever the locale: what protocols mean by letters, blanks and case.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace sendlab::ascii {

inline constexpr std::string_view blanks = " \t\r\n";

[[nodiscard]] constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_letter_or_digit(char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
}
/// Blank, tab, carriage return, line feed.
[[nodiscard]] constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
/// Of a hexadecimal digit in either case; -1 for any other character.
[[nodiscard]] constexpr int hex_value(char c) {
    if (is_digit(c))
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
[[nodiscard]] constexpr bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Letters that differ only in case are equal.
[[nodiscard]] constexpr bool same_text(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::ranges::equal(a, b, {}, lower, lower);
}
/// Is `word` somewhere in the text, in whatever case?
[[nodiscard]] constexpr bool contains(std::string_view text, std::string_view word) {
    return word.empty() || !std::ranges::search(text, word, {}, lower, lower).empty();
}
[[nodiscard]] inline std::string lower_case(std::string_view text) {
    std::string result{text};
    std::ranges::transform(result, result.begin(), lower);
    return result;
}
/// Without what stands in `from` at either end.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text, std::string_view from = blanks) {
    const auto first = text.find_first_not_of(from);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(from) - first + 1);
}

} // namespace sendlab::ascii
