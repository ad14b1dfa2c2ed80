// Checksums that S3 keeps with an object (S3 User Guide, "Checking object integrity").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "aws/crc.hpp"
#include "aws/hashing.hpp"
#include "base/blob.hpp"

namespace sendlab::aws {

enum class checksum_algorithm { crc32, crc32c, crc64nvme, sha1, sha256 };

inline constexpr checksum_algorithm checksum_algorithms[] = {
    checksum_algorithm::crc32, checksum_algorithm::crc32c, checksum_algorithm::crc64nvme,
    checksum_algorithm::sha1, checksum_algorithm::sha256};

/// "CRC64NVME", as in documents.
[[nodiscard]] std::string_view to_string(checksum_algorithm algorithm);
/// In any case.
[[nodiscard]] std::optional<checksum_algorithm> parse_checksum_algorithm(std::string_view name);
/// "x-amz-checksum-crc64nvme".
[[nodiscard]] std::string_view checksum_header(checksum_algorithm algorithm);
/// How many bytes a value has: 4, 8, 20 or 32.
[[nodiscard]] std::size_t checksum_size(checksum_algorithm algorithm);

/// A checksum of bytes that come in pieces.
class checksum {
public:
    explicit checksum(checksum_algorithm algorithm);

    void add(std::string_view bytes);
    /// Raw bytes, CRCs with the highest first. Once, at the end.
    [[nodiscard]] std::string value();

private:
    std::variant<ieee_crc, castagnoli_crc, nvme_crc, hash> state_;
};

[[nodiscard]] std::string checksum_of(checksum_algorithm algorithm, const blob& bytes);

/// Of an object in parts, from the raw values of the parts: the checksum of all of them in a row.
[[nodiscard]] std::string composite_checksum(checksum_algorithm algorithm,
                                             std::span<const std::string> parts);

/// The checksum of the parts' bytes in a row, from their raw values and lengths. CRCs only: others cannot be joined.
[[nodiscard]] std::string
full_object_checksum(checksum_algorithm algorithm,
                     std::span<const std::pair<std::string, std::uint64_t>> values_and_lengths);

} // namespace sendlab::aws
