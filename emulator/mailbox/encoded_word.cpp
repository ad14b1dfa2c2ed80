#include "mailbox/encoded_word.hpp"

#include <algorithm>

#include "mailbox/transfer_encoding.hpp"

namespace sendlab::mailbox {

namespace {

constexpr std::string_view q_begin = "=?utf-8?Q?";
constexpr std::string_view b_begin = "=?utf-8?B?";
constexpr std::string_view word_end = "?=";
constexpr std::size_t overhead = q_begin.size() + word_end.size();

/// What Q leaves as it is, in a display name too (RFC 2047, section 5, rule 3).
bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"!*+-/ "}.find(c) != std::string_view::npos;
}

std::size_t count_plain(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, is_plain));
}

std::size_t q_size(std::string_view text) {
    return 3 * text.size() - 2 * count_plain(text);
}

std::size_t b_size(std::string_view text) {
    return (text.size() + 2) / 3 * 4;
}

/// Bytes of the first character: its first byte and those that continue it.
std::size_t first_character(std::string_view text) {
    std::size_t n = 1;
    while (n < text.size() && n < 4 && (static_cast<unsigned char>(text[n]) & 0xc0) == 0x80)
        ++n;
    return n;
}

/// As many whole characters as fit.
template<class Size>
std::string_view fitting(std::string_view text, std::size_t room, Size size_of) {
    std::size_t n = 0;
    while (n < text.size()) {
        const auto next = n + first_character(text.substr(n));
        if (size_of(text.substr(0, next)) > room)
            break;
        n = next;
    }
    return text.substr(0, n);
}

void append_q(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == ' ')
            out += '_';
        else if (is_plain(c))
            out += c;
        else
            out += {'=', digits[byte >> 4], digits[byte & 15]};
    }
}

} // namespace

void append_encoded_words(std::string& out, std::string_view text, std::size_t column) {
    column = std::max<std::size_t>(column, 1); // a word has at most 75 characters, also on a line of its own
    const bool q = 2 * count_plain(text) >= text.size();
    while (!text.empty()) {
        const auto room = longest_encoded_line - std::min(longest_encoded_line, column + overhead);
        const auto piece = q ? fitting(text, room, q_size) : fitting(text, room, b_size);
        if (!piece.empty()) {
            out += q ? q_begin : b_begin;
            q ? append_q(out, piece) : append_base64(out, piece);
            out += word_end;
        }
        text.remove_prefix(piece.size());
        if (!text.empty())
            out += "\r\n ";
        column = 1;
    }
}

} // namespace sendlab::mailbox
