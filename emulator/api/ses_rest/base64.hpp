// Base64 as clients send it: in one piece or in lines, with or without its "=" at the end.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sendlab::api {

/// Nothing for text that is none. Also takes the alphabet of URLs ("-" and "_").
[[nodiscard]] std::optional<std::string> base64_decoded(std::string_view text);

} // namespace sendlab::api
