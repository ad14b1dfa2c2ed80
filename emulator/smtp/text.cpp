#include "smtp/text.hpp"

#include <algorithm>
#include <cstdint>

#include "base/ascii.hpp"

namespace sendlab::smtp {

namespace {

unsigned octet(char c) {
    return static_cast<unsigned char>(c);
}

/// Length of the UTF-8 sequence that text begins with; 0 if it is not valid.
std::size_t sequence_length(std::string_view text) {
    const auto lead = octet(text[0]);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (length == 0 || text.size() < length)
        return 0;
    const auto least = lead == 0xe0 ? 0xa0U : lead == 0xf0 ? 0x90U : 0x80U;
    const auto most = lead == 0xed ? 0x9fU : lead == 0xf4 ? 0x8fU : 0xbfU;
    const bool second = octet(text[1]) >= least && octet(text[1]) <= most;
    const auto rest = text.substr(2, length - 2);
    return second && std::ranges::all_of(rest, [](char c) { return (octet(c) & 0xc0) == 0x80; }) ? length : 0;
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

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto length = sequence_length(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
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
