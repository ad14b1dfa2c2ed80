// What names an object's content.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/blob.hpp"

namespace sendlab::s3 {

struct etag {
    std::array<std::uint8_t, 16> digest{};
    std::uint16_t parts = 0; // 0: put in one part

    /// MD5, as of every object that was put in one part.
    static etag of(std::string_view bytes);
    static etag of(const blob& bytes);
    /// Of an object in parts: the MD5 of their MD5s, and how many there are.
    static etag of_parts(std::span<const etag> parts);
    /// For a body without bytes, in a run that cannot afford an MD5: a mix of the names, the size and the
    /// number of the write. Different for each write, the same in each run; not a digest of anything.
    static etag of_unknown(std::string_view bucket, std::string_view key, std::uint64_t size,
                           std::uint64_t sequence);

    /// Without quotes; "-N" at the end for an object in N parts.
    [[nodiscard]] std::string hex() const;
    friend bool operator==(const etag&, const etag&) = default;
};

} // namespace sendlab::s3
