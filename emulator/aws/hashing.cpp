#include "aws/hashing.hpp"

#include <array>
#include <cassert>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace sendlab::aws {

namespace {

const EVP_MD* message_digest(hash_kind kind) {
    switch (kind) {
    case hash_kind::md5:
        return EVP_md5();
    case hash_kind::sha1:
        return EVP_sha1();
    case hash_kind::sha256:
        return EVP_sha256();
    }
    assert(false);
    return nullptr;
}

using digest_bytes = std::array<unsigned char, EVP_MAX_MD_SIZE>;

std::string text_of(const digest_bytes& bytes, unsigned size) {
    return {reinterpret_cast<const char*>(bytes.data()), size};
}

EVP_MD_CTX* context_of(void* context) {
    return static_cast<EVP_MD_CTX*>(context);
}

} // namespace

void hash::context_deleter::operator()(void* context) const {
    EVP_MD_CTX_free(context_of(context));
}

hash::hash(hash_kind kind) : context_{EVP_MD_CTX_new()} {
    [[maybe_unused]] const int done =
        EVP_DigestInit_ex(context_of(context_.get()), message_digest(kind), nullptr);
    assert(done == 1);
}

void hash::add(std::string_view bytes) {
    [[maybe_unused]] const int done =
        EVP_DigestUpdate(context_of(context_.get()), bytes.data(), bytes.size());
    assert(done == 1);
}

std::string hash::value() {
    digest_bytes bytes{};
    unsigned size = 0;
    [[maybe_unused]] const int done = EVP_DigestFinal_ex(context_of(context_.get()), bytes.data(), &size);
    assert(done == 1);
    return text_of(bytes, size);
}

std::string hash_of(hash_kind kind, std::string_view bytes) {
    hash whole{kind};
    whole.add(bytes);
    return whole.value();
}

std::string hmac(hash_kind kind, std::string_view key, std::string_view bytes) {
    digest_bytes code{};
    unsigned size = 0;
    [[maybe_unused]] const auto* done =
        HMAC(message_digest(kind), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), code.data(), &size);
    assert(done != nullptr);
    return text_of(code, size);
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * bytes.size());
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

bool same_secret(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

} // namespace sendlab::aws
