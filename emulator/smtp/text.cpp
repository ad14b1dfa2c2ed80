#include "smtp/text.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace sendlab::smtp {

namespace {

unsigned octet(char c) {
    return static_cast<unsigned char>(c);
}

/// Upper case only, as xtext demands.
std::optional<unsigned> hex_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return std::nullopt;
}

} // namespace

bool begins_with_ignoring_case(std::string_view text, std::string_view beginning) {
    return ascii::same_text(text.substr(0, beginning.size()), beginning);
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return octet(c) < 0x20 || octet(c) == 0x7f; });
}

std::optional<std::string> xtext_decoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (octet(text[i]) < '!' || octet(text[i]) > '~' || text[i] == '=')
            return std::nullopt;
        if (text[i] != '+') {
            decoded += text[i];
            continue;
        }
        const auto high = i + 2 < text.size() ? hex_value(text[i + 1]) : std::nullopt;
        const auto low = i + 2 < text.size() ? hex_value(text[i + 2]) : std::nullopt;
        if (!high || !low)
            return std::nullopt;
        decoded += static_cast<char>(*high << 4 | *low);
        i += 2;
    }
    return decoded;
}

} // namespace sendlab::smtp
