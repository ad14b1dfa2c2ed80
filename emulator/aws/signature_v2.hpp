// Signature Version 2 of S3, in a presigned URL or a header (S3 User Guide 2006-03-01, "Signing and authenticating REST
// requests"): older SDKs still make such URLs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/canonical_request.hpp"
#include "base/result.hpp"
#include "base/time_types.hpp"

namespace sendlab::aws {

struct signature_v2 {
    std::string access_key;
    std::string signature;             // Base64
    std::optional<time_point> expires; // of a presigned URL
};

/// Why a query is not properly signed, in S3's words.
struct malformed_query {
    std::string message;
};

[[nodiscard]] bool is_presigned_v2(const signed_request::pairs& query);
[[nodiscard]] result<signature_v2, malformed_query> parse_presigned_v2(const signed_request::pairs& query);
/// "AWS KEY:SIGNATURE"; nothing for another text.
[[nodiscard]] std::optional<signature_v2> parse_authorization_v2(std::string_view authorization);

/// `path` of the request is taken as it came, with the bucket in front.
[[nodiscard]] std::string string_to_sign(const signature_v2& of, const signed_request& request);
/// Base64.
[[nodiscard]] std::string sign(std::string_view secret, const signature_v2& of,
                               const signed_request& request);

} // namespace sendlab::aws
