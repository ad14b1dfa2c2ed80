#include "aws/checksum.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::aws {

namespace {

struct description {
    checksum_algorithm algorithm;
    std::string_view name;
    std::string_view header;
    std::size_t size;
};

constexpr description descriptions[] = {
    {checksum_algorithm::crc32, "CRC32", "x-amz-checksum-crc32", 4},
    {checksum_algorithm::crc32c, "CRC32C", "x-amz-checksum-crc32c", 4},
    {checksum_algorithm::crc64nvme, "CRC64NVME", "x-amz-checksum-crc64nvme", 8},
    {checksum_algorithm::sha1, "SHA1", "x-amz-checksum-sha1", 20},
    {checksum_algorithm::sha256, "SHA256", "x-amz-checksum-sha256", 32},
};

const description& description_of(checksum_algorithm algorithm) {
    const auto* found = std::ranges::find(descriptions, algorithm, &description::algorithm);
    assert(found != std::end(descriptions));
    return *found;
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

template<class Word>
std::string big_endian(Word value) {
    std::string bytes(sizeof value, '\0');
    for (auto at = bytes.rbegin(); at != bytes.rend(); ++at) {
        *at = static_cast<char>(value & 0xff);
        value = static_cast<Word>(value >> 8);
    }
    return bytes;
}

template<class Word>
Word from_big_endian(std::string_view bytes) {
    assert(bytes.size() == sizeof(Word));
    Word value = 0;
    for (const char c : bytes)
        value = static_cast<Word>(value << 8 | static_cast<unsigned char>(c));
    return value;
}

std::variant<ieee_crc, castagnoli_crc, nvme_crc, hash> fresh(checksum_algorithm algorithm) {
    switch (algorithm) {
    case checksum_algorithm::crc32:
        return ieee_crc{};
    case checksum_algorithm::crc32c:
        return castagnoli_crc{};
    case checksum_algorithm::crc64nvme:
        return nvme_crc{};
    case checksum_algorithm::sha1:
        return hash{hash_kind::sha1};
    case checksum_algorithm::sha256:
        return hash{hash_kind::sha256};
    }
    assert(false);
    return ieee_crc{};
}

template<class Crc>
std::string joined(std::span<const std::pair<std::string, std::uint64_t>> parts) {
    using word = typename Crc::word;
    word sum = Crc{}.value();
    for (const auto& [value, length] : parts)
        sum = Crc::combined(sum, from_big_endian<word>(value), length);
    return big_endian(sum);
}

} // namespace

std::string_view to_string(checksum_algorithm algorithm) {
    return description_of(algorithm).name;
}

std::optional<checksum_algorithm> parse_checksum_algorithm(std::string_view name) {
    const auto same = [&](const description& d) { return std::ranges::equal(d.name, name, {}, {}, upper); };
    const auto* found = std::ranges::find_if(descriptions, same);
    return found == std::end(descriptions) ? std::nullopt : std::optional{found->algorithm};
}

std::string_view checksum_header(checksum_algorithm algorithm) {
    return description_of(algorithm).header;
}

std::size_t checksum_size(checksum_algorithm algorithm) {
    return description_of(algorithm).size;
}

checksum::checksum(checksum_algorithm algorithm) : state_{fresh(algorithm)} {}

void checksum::add(std::string_view bytes) {
    std::visit([&](auto& state) { state.add(bytes); }, state_);
}

std::string checksum::value() {
    if (auto* digest = std::get_if<hash>(&state_))
        return digest->value();
    if (const auto* wide = std::get_if<nvme_crc>(&state_))
        return big_endian(wide->value());
    if (const auto* castagnoli = std::get_if<castagnoli_crc>(&state_))
        return big_endian(castagnoli->value());
    return big_endian(std::get<ieee_crc>(state_).value());
}

std::string checksum_of(checksum_algorithm algorithm, const blob& bytes) {
    checksum sum{algorithm};
    for_each_piece(bytes, [&](std::string_view piece) { sum.add(piece); });
    return sum.value();
}

std::string composite_checksum(checksum_algorithm algorithm, std::span<const std::string> parts) {
    checksum sum{algorithm};
    for (const auto& part : parts)
        sum.add(part);
    return sum.value();
}

std::string full_object_checksum(checksum_algorithm algorithm,
                                 std::span<const std::pair<std::string, std::uint64_t>> values_and_lengths) {
    switch (algorithm) {
    case checksum_algorithm::crc32:
        return joined<ieee_crc>(values_and_lengths);
    case checksum_algorithm::crc32c:
        return joined<castagnoli_crc>(values_and_lengths);
    case checksum_algorithm::crc64nvme:
        return joined<nvme_crc>(values_and_lengths);
    case checksum_algorithm::sha1:
    case checksum_algorithm::sha256:
        break;
    }
    assert(false);
    return {};
}

} // namespace sendlab::aws
