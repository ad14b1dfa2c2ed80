// Names a run: two runs with the same digest saw the same events in the same order.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

namespace sendlab {

/// A 64-bit digest of a stream of words. Each step is a bijection of the state for a given word, and of the
/// word for a given state: a single changed word always changes the value. Not for use against an adversary.
class digest {
public:
    void add(std::uint64_t word) {
        state_ = std::rotl(state_ + word * 0xc2b2ae3d27d4eb4f, 31) * 0x9e3779b185ebca87;
        ++words_;
    }

    /// The bytes, eight to a little-endian word, and their number.
    void add(std::string_view bytes);

    [[nodiscard]] std::uint64_t value() const;
    /// 16 lower-case hexadecimal digits.
    [[nodiscard]] std::string text() const;

private:
    std::uint64_t state_ = 0x27d4eb2f165667c5;
    std::uint64_t words_ = 0;
};

/// 16 lower-case hexadecimal digits.
[[nodiscard]] std::string hex_text(std::uint64_t value);

} // namespace sendlab
