#include <cassert>

#include <openssl/evp.h>

#include "base/digest.hpp"
#include "s3/object.hpp"

namespace sendlab::s3 {

etag etag::of(std::string_view bytes) {
    etag made;
    unsigned size = 0;
    [[maybe_unused]] const int done =
        EVP_Digest(bytes.data(), bytes.size(), made.digest.data(), &size, EVP_md5(), nullptr);
    assert(done == 1 && size == made.digest.size());
    return made;
}

etag etag::of_unknown(std::string_view bucket, std::string_view key, std::uint64_t size,
                      std::uint64_t sequence) {
    sendlab::digest mix;
    mix.add(bucket);
    mix.add(key);
    mix.add(size);
    mix.add(sequence);
    const auto high = mix.value();
    mix.add(high);
    const auto low = mix.value();

    etag made;
    for (std::size_t i = 0; i < 8; ++i) {
        made.digest[i] = static_cast<std::uint8_t>(high >> (56 - 8 * i));
        made.digest[i + 8] = static_cast<std::uint8_t>(low >> (56 - 8 * i));
    }
    return made;
}

std::string etag::hex() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * digest.size());
    for (const auto byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

} // namespace sendlab::s3
