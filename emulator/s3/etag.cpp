#include "s3/etag.hpp"

#include <cassert>
#include <memory>

#include <openssl/evp.h>

#include "base/digest.hpp"

namespace sendlab::s3 {

namespace {

class md5 {
public:
    md5() : context_{EVP_MD_CTX_new(), &EVP_MD_CTX_free} {
        [[maybe_unused]] const int done = EVP_DigestInit_ex(context_.get(), EVP_md5(), nullptr);
        assert(done == 1);
    }
    void add(const void* bytes, std::size_t size) {
        [[maybe_unused]] const int done = EVP_DigestUpdate(context_.get(), bytes, size);
        assert(done == 1);
    }
    etag finish() {
        etag made;
        unsigned size = 0;
        [[maybe_unused]] const int done = EVP_DigestFinal_ex(context_.get(), made.digest.data(), &size);
        assert(done == 1 && size == made.digest.size());
        return made;
    }

private:
    std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context_;
};

} // namespace

etag etag::of(std::string_view bytes) {
    md5 sum;
    sum.add(bytes.data(), bytes.size());
    return sum.finish();
}

etag etag::of(const blob& bytes) {
    md5 sum;
    for_each_piece(bytes, [&](std::string_view piece) { sum.add(piece.data(), piece.size()); });
    return sum.finish();
}

etag etag::of_parts(std::span<const etag> parts) {
    md5 sum;
    for (const auto& part : parts)
        sum.add(part.digest.data(), part.digest.size());
    auto made = sum.finish();
    made.parts = static_cast<std::uint16_t>(parts.size());
    return made;
}

etag etag::of_size(std::uint64_t size) {
    sendlab::digest mix;
    mix.add(std::string_view{"s3.etag"});
    mix.add(size);
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
    return parts == 0 ? text : text + '-' + std::to_string(parts);
}

} // namespace sendlab::s3
