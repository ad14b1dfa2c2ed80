// What may be the name of a bucket and the key of an object (S3 User Guide, "Bucket naming rules", "Creating
// object key names").
#pragma once

#include <optional>
#include <string_view>

#include "s3/s3_error.hpp"

namespace sendlab::s3 {

inline constexpr std::size_t maximum_key_bytes = 1024;

/// Rules of general-purpose buckets: 3 to 63 of a-z 0-9 . -, beginning and ending with a letter or digit, no
/// two dots together, not an IPv4 address, none of the reserved prefixes and suffixes.
[[nodiscard]] bool is_bucket_name(std::string_view name);

/// Why the text cannot be a key, if it cannot: 1 to 1,024 bytes of UTF-8.
[[nodiscard]] std::optional<error> key_error(std::string_view key);

} // namespace sendlab::s3
