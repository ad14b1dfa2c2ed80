// Signatures of the chunks of a body, each built on the one before (S3 API Reference, "Signature calculations for the
// Authorization header: transferring payload in multiple chunks").
#pragma once

#include <string>
#include <string_view>

#include "aws/hashing.hpp"
#include "aws/signature_v4.hpp"

namespace sendlab::aws {

class chunk_signatures {
public:
    /// `seed` is the request's own signature.
    chunk_signatures(std::string_view secret, const signature_v4& seed);

    /// Bytes of the chunk that is being read.
    void add(std::string_view bytes) { chunk_.add(bytes); }
    /// Ends the chunk. False if it does not have this signature.
    [[nodiscard]] bool ends_with(std::string_view signature);
    /// `lines` are "name:value\n", as they came.
    [[nodiscard]] bool trailer_has(std::string_view lines, std::string_view signature);

private:
    bool matches(std::string_view label, std::string_view digests, std::string_view signature);

    std::string key_;
    std::string timestamp_;
    std::string scope_;
    std::string previous_;
    hash chunk_{hash_kind::sha256};
};

} // namespace sendlab::aws
