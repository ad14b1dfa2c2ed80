// Range requests (RFC 9110, section 14): one range of bytes, as S3 gives no more than one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::s3 {

struct byte_range {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;

    friend bool operator==(const byte_range&, const byte_range&) = default;
};

/// Of an object of `total` bytes: "bytes=0-99", "bytes=100-", "bytes=-5". Nothing where the text is not a range that S3
/// reads: it is ignored then, and the whole object answered. InvalidRange where no byte of it is there.
[[nodiscard]] result<std::optional<byte_range>, error> parse_range(std::string_view text,
                                                                   std::uint64_t total);

} // namespace sendlab::s3
