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
    /// For a body of which only the size is known: the same for each of that size, and no digest of anything.
    static etag of_size(std::uint64_t size);

    /// Without quotes; "-N" at the end for an object in N parts.
    [[nodiscard]] std::string hex() const;
    friend bool operator==(const etag&, const etag&) = default;
};

} // namespace sendlab::s3
