// Base64 (RFC 4648, section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sendlab {

/// With padding and without line breaks.
[[nodiscard]] std::string base64(std::string_view bytes);

/// Nothing for what is not Base64: foreign characters, a length that is no multiple of four, padding elsewhere
/// than at the end, bits set that no byte has.
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);

/// As clients send it: in one piece or in lines, with or without its padding, also in the alphabet of URLs ("-" and
/// "_"). Nothing for text that is none.
[[nodiscard]] std::optional<std::string> base64_decoded_leniently(std::string_view text);

} // namespace sendlab
