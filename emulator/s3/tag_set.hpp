// Tags of objects and buckets (S3 User Guide, "Categorizing your storage using tags").
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "s3/s3_error.hpp"

namespace sendlab::s3 {

using tag_set = std::vector<std::pair<std::string, std::string>>; // in the order given

inline constexpr std::size_t most_object_tags = 10;
inline constexpr std::size_t most_bucket_tags = 50;

/// What S3 refuses: more than `most`, keys of more than 128 or values of more than 256 characters, a key twice,
/// keys of AWS's own.
[[nodiscard]] std::optional<error> tag_error(const tag_set& tags, std::size_t most);

} // namespace sendlab::s3
