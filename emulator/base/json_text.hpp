// JSON for documents of a fixed shape, written piece by piece to the end of a string (RFC 8259).
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace sendlab {

/// In quotation marks, with escapes. Always valid UTF-8: each invalid sequence becomes one U+FFFD, as the
/// Unicode Standard recommends (section 3.9, "maximal subpart").
void append_json_string(std::string& out, std::string_view text);

void append_json_number(std::string& out, std::int64_t value);
void append_json_number(std::string& out, std::uint64_t value);
template<std::integral Integer>
requires(!std::same_as<Integer, bool>) void append_json_number(std::string& out, Integer value) {
    if constexpr (std::signed_integral<Integer>)
        append_json_number(out, std::int64_t{value});
    else
        append_json_number(out, std::uint64_t{value});
}

/// The shortest text that reads back as the same double; null for what is not finite, which
/// JSON cannot write.
void append_json_number(std::string& out, double value);

/// With so many digits after the point; null for what is not finite.
void append_json_fixed(std::string& out, double value, int decimals);

} // namespace sendlab
