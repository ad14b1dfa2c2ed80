// UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace sendlab {

/// How many of the first bytes belong together: a whole sequence, or the longest beginning of one that is not
/// followed as it should be (The Unicode Standard, table 3-7).
struct utf8_sequence {
    std::size_t length; // at least 1
    bool valid;
};

/// `text` is not empty.
[[nodiscard]] constexpr utf8_sequence first_utf8_sequence(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned lead = byte(0);
    const std::size_t length = lead < 0x80   ? 1
                               : lead < 0xc2 ? 0
                               : lead < 0xe0 ? 2
                               : lead < 0xf0 ? 3
                               : lead < 0xf5 ? 4
                                             : 0;
    if (length == 0)
        return {1, false};
    unsigned low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80; // bounds of the second byte
    unsigned high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    for (std::size_t i = 1; i < length; ++i) {
        if (i >= text.size() || byte(i) < low || byte(i) > high)
            return {i, false};
        low = 0x80;
        high = 0xbf;
    }
    return {length, true};
}

[[nodiscard]] constexpr bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto [length, valid] = first_utf8_sequence(text);
        if (!valid)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

} // namespace sendlab
