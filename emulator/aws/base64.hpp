// Base64 as AWS writes digests: RFC 4648, section 4, with padding and without line breaks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sendlab::aws {

[[nodiscard]] std::string base64(std::string_view bytes);

/// Nothing for what is not Base64: foreign characters, a length that is no multiple of four, padding elsewhere
/// than at the end, bits set that no byte has.
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);

} // namespace sendlab::aws
