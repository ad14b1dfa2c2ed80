#include "base/json_text.hpp"

#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/utf8.hpp"

namespace sendlab {

namespace {

bool is_plain(char c) {
    return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7f && c != '"' &&
           c != '\\';
}

/// Are all 8 bytes plain? A borrow from a byte that is not can only spoil those above it, so that the answer is
/// right either way.
bool are_plain(std::uint64_t bytes) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    constexpr std::uint64_t top = 0x80 * ones;
    const auto zero_in = [](std::uint64_t x) { return (x - ones) & ~x; };
    const auto special = bytes | (bytes + ones) // 0x7f and above
                         | ((bytes - 0x20 * ones) & ~bytes) | zero_in(bytes ^ '"' * ones) |
                         zero_in(bytes ^ '\\' * ones);
    return (special & top) == 0;
}

std::size_t plain_length(std::string_view text) {
    std::size_t length = 0;
    for (std::uint64_t eight = 0; length + sizeof eight <= text.size(); length += sizeof eight) {
        std::memcpy(&eight, text.data() + length, sizeof eight);
        if (!are_plain(eight))
            break;
    }
    while (length < text.size() && is_plain(text[length]))
        ++length;
    return length;
}

void append_escaped(std::string& out, char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\b':
        out += "\\b";
        return;
    case '\f':
        out += "\\f";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    out += "\\u00";
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 0xf];
}

template<class... Arguments>
void append_chars(std::string& out, Arguments... arguments) {
    std::array<char, 512> buffer; // DBL_MAX has 309 digits before the point
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), arguments...);
    assert(end.ec == std::errc{});
    out.append(buffer.data(), end.ptr);
}

} // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        const auto plain = plain_length(text);
        out += text.substr(0, plain);
        text.remove_prefix(plain);
        if (text.empty())
            break;
        const auto [length, valid] = first_utf8_sequence(text);
        if (!valid)
            out += "\xef\xbf\xbd";
        else if (length > 1)
            out += text.substr(0, length);
        else
            append_escaped(out, text.front());
        text.remove_prefix(length);
    }
    out += '"';
}

void append_json_number(std::string& out, std::int64_t value) {
    append_chars(out, value);
}

void append_json_number(std::string& out, std::uint64_t value) {
    append_chars(out, value);
}

void append_json_number(std::string& out, double value) {
    if (std::isfinite(value))
        append_chars(out, value);
    else
        out += "null";
}

void append_json_fixed(std::string& out, double value, int decimals) {
    assert(decimals >= 0 && decimals <= 100);
    if (std::isfinite(value))
        append_chars(out, value, std::chars_format::fixed, decimals);
    else
        out += "null";
}

} // namespace sendlab
