#include "api/ses_rest/base64.hpp"

#include <array>
#include <cstdint>

namespace sendlab::api {

namespace {

constexpr std::uint8_t none = 0xff;
constexpr std::uint8_t blank = 0xfe;

constexpr auto values = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(none);
    std::uint8_t next = 0;
    for (const char c : std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"})
        table[static_cast<unsigned char>(c)] = next++;
    table['-'] = 62;
    table['_'] = 63;
    for (const char c : {' ', '\t', '\r', '\n'})
        table[static_cast<unsigned char>(c)] = blank;
    return table;
}();

} // namespace

std::optional<std::string> base64_decoded(std::string_view text) {
    while (!text.empty() && (text.back() == '=' || values[static_cast<unsigned char>(text.back())] == blank))
        text.remove_suffix(1);
    std::string out;
    out.reserve(text.size() / 4 * 3 + 3);
    std::uint32_t group = 0;
    unsigned digits = 0;
    for (const char c : text) {
        const auto value = values[static_cast<unsigned char>(c)];
        if (value == blank)
            continue;
        if (value == none)
            return std::nullopt;
        group = group << 6 | value;
        if (++digits == 4) {
            out += {static_cast<char>(group >> 16), static_cast<char>(group >> 8), static_cast<char>(group)};
            group = 0;
            digits = 0;
        }
    }
    if (digits == 1)
        return std::nullopt;
    if (digits >= 2)
        out += static_cast<char>(group >> (digits == 2 ? 4 : 10));
    if (digits == 3)
        out += static_cast<char>(group >> 2);
    return out;
}

} // namespace sendlab::api
