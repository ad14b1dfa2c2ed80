#include "aws/chunk_signatures.hpp"

#include <utility>

namespace sendlab::aws {

chunk_signatures::chunk_signatures(std::string_view secret, const signature_v4& seed)
    : key_{signing_key(secret, seed.scope)},
      timestamp_{seed.timestamp},
      scope_{seed.scope.text()},
      previous_{seed.signature} {}

bool chunk_signatures::matches(std::string_view label, std::string_view digests, std::string_view signature) {
    const auto text = std::string{label} + '\n' + timestamp_ + '\n' + scope_ + '\n' + previous_ + '\n' +
                      std::string{digests};
    previous_ = hex(hmac(hash_kind::sha256, key_, text));
    return same_secret(previous_, signature);
}

bool chunk_signatures::ends_with(std::string_view signature) {
    auto ended = std::exchange(chunk_, hash{hash_kind::sha256});
    const auto digests = hex(hash_of(hash_kind::sha256, "")) + '\n' + hex(ended.value());
    return matches("AWS4-HMAC-SHA256-PAYLOAD", digests, signature);
}

bool chunk_signatures::trailer_has(std::string_view lines, std::string_view signature) {
    return matches("AWS4-HMAC-SHA256-TRAILER", hex(hash_of(hash_kind::sha256, lines)), signature);
}

} // namespace sendlab::aws
