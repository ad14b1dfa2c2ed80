#include "base/base64.hpp"

#include <array>
#include <cstdint>
#include <utility>

#include "base/ascii.hpp"

namespace sendlab {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::uint8_t no_digit = 0xff;
constexpr auto digit_values = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return table;
}();

std::uint32_t byte_at(std::string_view bytes, std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0;
}

/// Digits in, bytes out.
class decoder {
public:
    explicit decoder(std::size_t length) { bytes_.reserve(length * 3 / 4); }

    [[nodiscard]] bool take(char c) {
        const auto digit = digit_values[static_cast<unsigned char>(c)];
        if (digit == no_digit)
            return false;
        bits_ = bits_ << 6 | digit;
        held_ += 6;
        if (held_ >= 8) {
            held_ -= 8;
            bytes_ += static_cast<char>(bits_ >> held_ & 0xff);
        }
        return true;
    }
    /// Bits that no byte has: all of a lone last digit, or some that are not 0.
    [[nodiscard]] bool lone_digit() const { return held_ == 6; }
    [[nodiscard]] bool left_over() const { return (bits_ & ((1U << held_) - 1)) != 0; }
    [[nodiscard]] std::string finish() { return std::move(bytes_); }

private:
    std::string bytes_;
    std::uint32_t bits_ = 0;
    unsigned held_ = 0;
};

} // namespace

std::string base64(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto group = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);
        text += alphabet[group >> 18];
        text += alphabet[group >> 12 & 63];
        text += i + 1 < bytes.size() ? alphabet[group >> 6 & 63] : '=';
        text += i + 2 < bytes.size() ? alphabet[group & 63] : '=';
    }
    return text;
}

std::optional<std::string> base64_decoded(std::string_view text) {
    if (text.size() % 4 != 0)
        return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    text.remove_suffix(padding);
    decoder bytes{text.size()};
    for (const char c : text)
        if (!bytes.take(c))
            return std::nullopt;
    return bytes.left_over() ? std::nullopt : std::optional{bytes.finish()};
}

std::optional<std::string> base64_decoded_leniently(std::string_view text) {
    while (!text.empty() && (text.back() == '=' || ascii::is_blank(text.back())))
        text.remove_suffix(1);
    decoder bytes{text.size()};
    for (const char c : text)
        if (!ascii::is_blank(c) && !bytes.take(c == '-' ? '+' : c == '_' ? '/' : c))
            return std::nullopt;
    return bytes.lone_digit() ? std::nullopt : std::optional{bytes.finish()};
}

} // namespace sendlab
