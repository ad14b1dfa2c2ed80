// AWS Signature Version 4, in a header or in the query of a presigned URL (IAM User Guide, "AWS Signature Version 4
// for API requests").
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/canonical_request.hpp"
#include "base/result.hpp"

namespace sendlab::aws {

/// For what a key was made: day, region and service.
struct credential_scope {
    std::string date; // "20260131"
    std::string region;
    std::string service; // "s3", "lambda", "ses", "sts"

    /// "20260131/us-east-1/s3/aws4_request"
    [[nodiscard]] std::string text() const;
};

/// KEY/DATE/REGION/SERVICE/aws4_request: access key and scope. A key may have slashes of its own.
[[nodiscard]] std::optional<std::pair<std::string, credential_scope>>
parse_credential(std::string_view credential);

struct signature_v4 {
    std::string access_key;
    credential_scope scope;
    std::vector<std::string> signed_headers;     // lower case, sorted
    std::string signature;                       // 64 hexadecimal digits
    std::string timestamp;                       // "20260131T120000Z"
    std::optional<std::chrono::seconds> expires; // of a presigned URL: after the timestamp
};

/// Why a signature cannot be read, in AWS's words.
struct malformed_signature {
    std::string message;
};

/// Whether an Authorization header claims to be one of Version 4.
[[nodiscard]] bool is_signature_v4(std::string_view authorization);
/// `authorization` is the header of that name, `date` x-amz-date, or Date where that is missing.
[[nodiscard]] result<signature_v4, malformed_signature> parse_authorization(std::string_view authorization,
                                                                            std::string_view date);

/// Whether a (decoded) query claims to be signed by Version 4.
[[nodiscard]] bool is_presigned_v4(const signed_request::pairs& query);
[[nodiscard]] result<signature_v4, malformed_signature> parse_presigned(const signed_request::pairs& query);

[[nodiscard]] std::string string_to_sign(const signature_v4& of, std::string_view canonical_request);
[[nodiscard]] std::string signing_key(std::string_view secret, const credential_scope& scope);
/// 64 hexadecimal digits.
[[nodiscard]] std::string sign(std::string_view secret, const signature_v4& of,
                               std::string_view canonical_request);

} // namespace sendlab::aws
