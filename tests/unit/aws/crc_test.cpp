#include "aws/crc.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

using namespace sendlab::aws;

namespace {

template<class Crc>
auto value_of(std::string_view bytes) {
    Crc sum;
    sum.add(bytes);
    return sum.value();
}

/// Bit by bit, as the definition says.
template<class Word>
Word by_definition(std::string_view bytes, Word polynomial) {
    auto state = static_cast<Word>(~Word{0});
    for (const char c : bytes) {
        state ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            state = state & 1 ? state >> 1 ^ polynomial : state >> 1;
    }
    return static_cast<Word>(~state);
}

} // namespace

TEST_CASE("check values are those of the catalogue") {
    CHECK(value_of<ieee_crc>("123456789") == 0xcbf43926);
    CHECK(value_of<castagnoli_crc>("123456789") == 0xe3069283);
    CHECK(value_of<nvme_crc>("123456789") == 0xae8b14860a799888);
    CHECK(value_of<ieee_crc>("") == 0);
    CHECK(value_of<nvme_crc>("") == 0);
}

TEST_CASE("eight bytes a step give what one bit a step gives") {
    rc::prop("the definition", [](const std::string& bytes) {
        RC_ASSERT(value_of<ieee_crc>(bytes) == by_definition<std::uint32_t>(bytes, 0xedb88320));
        RC_ASSERT(value_of<castagnoli_crc>(bytes) == by_definition<std::uint32_t>(bytes, 0x82f63b78));
        RC_ASSERT(value_of<nvme_crc>(bytes) == by_definition<std::uint64_t>(bytes, 0x9a6c9329ac4bc9b5));
    });
}

TEST_CASE("values of two texts make the value of both in a row") {
    rc::prop("combined", [](const std::string& a, const std::string& b) {
        RC_ASSERT(value_of<ieee_crc>(a + b) ==
                  ieee_crc::combined(value_of<ieee_crc>(a), value_of<ieee_crc>(b), b.size()));
        RC_ASSERT(value_of<nvme_crc>(a + b) ==
                  nvme_crc::combined(value_of<nvme_crc>(a), value_of<nvme_crc>(b), b.size()));
    });
    const std::string long_text(1'000'003, 'x');
    CHECK(value_of<castagnoli_crc>("a" + long_text) ==
          castagnoli_crc::combined(value_of<castagnoli_crc>("a"), value_of<castagnoli_crc>(long_text),
                                   long_text.size()));
}
