// The id of an event: a version 4 UUID (RFC 9562), the same in all attempts, so it is the natural idempotency
// key.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace sendlab::lambda {

struct request_id {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    /// 8-4-4-4-12 lower-case hexadecimal digits.
    [[nodiscard]] std::string text() const;

    /// 122 of the 128 random bits; the others are the version and the variant.
    static request_id from_bits(std::uint64_t high, std::uint64_t low);

    friend auto operator<=>(const request_id&, const request_id&) = default;
};

} // namespace sendlab::lambda
