#include "base/digest.hpp"

#include <algorithm>

namespace sendlab {

void digest::add(std::string_view bytes) {
    add(static_cast<std::uint64_t>(bytes.size()));
    for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(8, bytes.size()))) {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < std::min<std::size_t>(8, bytes.size()); ++i)
            word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        add(word);
    }
}

std::uint64_t digest::value() const {
    auto x =
        state_ ^ words_; // then SplitMix64's finaliser: every bit of the state reaches every bit of the value
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

std::string digest::text() const {
    return hex_text(value());
}

std::string hex_text(std::uint64_t value) {
    std::string text(16, '0');
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, value >>= 4)
        *digit = "0123456789abcdef"[value & 0xf];
    return text;
}

} // namespace sendlab
