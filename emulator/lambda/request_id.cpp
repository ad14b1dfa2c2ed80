#include "lambda/request_id.hpp"

namespace sendlab::lambda {

request_id request_id::from_bits(std::uint64_t high, std::uint64_t low) {
    constexpr std::uint64_t version = 0xf000, version_4 = 0x4000;
    constexpr std::uint64_t variant = std::uint64_t{0b11} << 62, variant_rfc = std::uint64_t{0b10} << 62;
    return {(high & ~version) | version_4, (low & ~variant) | variant_rfc};
}

std::string request_id::text() const {
    std::string text = "00000000-0000-0000-0000-000000000000";
    auto digits_left = 32;
    for (auto& c : text) {
        if (c == '-')
            continue;
        --digits_left;
        const auto half = digits_left >= 16 ? high : low;
        c = "0123456789abcdef"[(half >> (digits_left % 16 * 4)) & 0xf];
    }
    return text;
}

} // namespace sendlab::lambda
