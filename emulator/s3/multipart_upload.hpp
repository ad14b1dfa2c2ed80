// Uploads in parts that are not completed yet (S3 User Guide, "Uploading and copying objects using multipart upload").
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "s3/object.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::s3 {

inline constexpr std::uint32_t most_parts = 10'000;
inline constexpr std::uint64_t least_part = 5 * 1024 * 1024; // of all but the last

struct uploaded_part {
    s3::body body{};
    time_point last_modified{};
    std::optional<object_checksum> checksum{};
};

struct multipart_upload {
    std::string key{};
    std::shared_ptr<const object_attributes> attributes{};
    time_point initiated{};
    std::string checksum_algorithm{}; // "CRC32", ...; empty: none was asked for
    bool composite_checksum = false;
    std::map<std::uint32_t, uploaded_part> parts{};
};

using upload_map = std::map<std::string, multipart_upload, std::less<>>; // by id

/// One part as the request to complete names it.
struct named_part {
    std::uint32_t number = 0; // 1 to 10,000
    std::string etag{};       // with or without quotes
    std::string checksum{};   // Base64; empty: not given
};

struct selected_part {
    std::uint32_t number;
    const uploaded_part* part; // never null
};

/// What the object will be made of: numbers that rise, parts that exist with that ETag (and checksum), none but the
/// last smaller than 5 MiB.
[[nodiscard]] result<std::vector<selected_part>, error> select_parts(const multipart_upload& upload,
                                                                     std::span<const named_part> named);

/// The parts in a row, without copying, with the ETag of an object in parts.
[[nodiscard]] body joined_body(std::span<const selected_part> parts);

} // namespace sendlab::s3
