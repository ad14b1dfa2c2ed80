// Cyclic redundancy checks of S3's checksums, eight bytes a step by tables made at compile time.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace sendlab::aws {

/// A reflected polynomial, its register all ones before and inverted after: CRC-32 and its relatives.
template<std::unsigned_integral Word, Word polynomial>
class crc {
public:
    using word = Word;

    void add(std::string_view bytes) {
        while (bytes.size() >= 8) {
            add_block(bytes);
            bytes.remove_prefix(8);
        }
        for (const char c : bytes)
            state_ = shifted(state_) ^ tables[0][(state_ ^ static_cast<unsigned char>(c)) & 0xff];
    }

    [[nodiscard]] Word value() const { return static_cast<Word>(~state_); }

    /// The value of two texts one behind the other, from their values and the length of the second.
    [[nodiscard]] static Word combined(Word first, Word second, std::uint64_t second_length) {
        Word shift = Word{1} << (bits - 1); // the polynomial 1: the highest bit is x^0
        Word power = Word{1} << (bits - 9); // x^8: one byte
        for (; second_length != 0; second_length >>= 1) {
            if (second_length & 1)
                shift = product(shift, power);
            power = product(power, power);
        }
        return product(first, shift) ^ second;
    }

private:
    static constexpr int bits = std::numeric_limits<Word>::digits;
    using table = std::array<Word, 256>;

    static constexpr Word shifted(Word value) { return static_cast<Word>(value >> 8); }

    static constexpr Word times_x(Word value) {
        return static_cast<Word>(value >> 1 ^ (value & 1 ? polynomial : Word{0}));
    }

    /// Modulo the polynomial.
    static Word product(Word a, Word b) {
        Word sum = 0;
        for (Word bit = Word{1} << (bits - 1); bit != 0; bit >>= 1, b = times_x(b))
            if (a & bit)
                sum ^= b;
        return sum;
    }

    /// tables[k][i]: what the byte i does to the register k bytes later.
    static constexpr std::array<table, 8> make_tables() {
        std::array<table, 8> made{};
        for (std::size_t i = 0; i < 256; ++i) {
            made[0][i] = static_cast<Word>(i);
            for (int bit = 0; bit < 8; ++bit)
                made[0][i] = times_x(made[0][i]);
        }
        for (std::size_t k = 1; k < 8; ++k)
            for (std::size_t i = 0; i < 256; ++i)
                made[k][i] = shifted(made[k - 1][i]) ^ made[0][made[k - 1][i] & 0xff];
        return made;
    }

    static constexpr std::array<table, 8> tables = make_tables();

    void add_block(std::string_view bytes) {
        std::uint64_t block = 0;
        for (std::size_t i = 0; i < 8; ++i)
            block |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
        block ^= state_;
        state_ = 0;
        for (std::size_t i = 0; i < 8; ++i)
            state_ ^= tables[7 - i][block >> (8 * i) & 0xff];
    }

    Word state_ = static_cast<Word>(~Word{0});
};

using ieee_crc = crc<std::uint32_t, 0xedb88320>;         // IEEE 802.3
using castagnoli_crc = crc<std::uint32_t, 0x82f63b78>;   // Castagnoli, RFC 3720
using nvme_crc = crc<std::uint64_t, 0x9a6c9329ac4bc9b5>; // NVM Express NVM Command Set, section 5.2.1.3.4

} // namespace sendlab::aws
