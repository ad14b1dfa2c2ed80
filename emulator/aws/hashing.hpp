// Digests that AWS asks for, by OpenSSL's libcrypto. Values are raw bytes; hex() and base64() write them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace sendlab::aws {

enum class hash_kind { md5, sha1, sha256 };

/// A digest of bytes that come in pieces.
class hash {
public:
    explicit hash(hash_kind kind);

    void add(std::string_view bytes);
    /// Once, at the end.
    [[nodiscard]] std::string value();

private:
    struct context_deleter {
        void operator()(void* context) const;
    };
    std::unique_ptr<void, context_deleter> context_;
};

[[nodiscard]] std::string hash_of(hash_kind kind, std::string_view bytes);
/// RFC 2104.
[[nodiscard]] std::string hmac(hash_kind kind, std::string_view key, std::string_view bytes);

/// Lower case.
[[nodiscard]] std::string hex(std::string_view bytes);

/// In a time that does not tell where the texts differ.
[[nodiscard]] bool same_secret(std::string_view a, std::string_view b);

} // namespace sendlab::aws
