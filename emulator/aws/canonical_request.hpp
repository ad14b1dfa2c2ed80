// What a Signature V4 signs of a request (IAM User Guide, "Create a signed AWS API request", step 1).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sendlab::aws {

struct signed_request {
    using pairs = std::vector<std::pair<std::string, std::string>>;

    std::string method;
    std::string path;         // decoded
    pairs query;              // decoded
    pairs headers;            // as they came; names in any case
    std::string payload_hash; // x-amz-content-sha256, or the SHA-256 of the body
};

/// S3 encodes the path once; every other service encodes what is encoded already.
enum class path_encoding { once, twice };

[[nodiscard]] std::string canonical_request(const signed_request& request,
                                            std::span<const std::string> signed_headers,
                                            path_encoding encoding = path_encoding::once);

/// The value of a query parameter; null where there is none of the name.
[[nodiscard]] const std::string* find_parameter(const signed_request::pairs& query, std::string_view name);

/// All fields of this name, trimmed, inner blanks as one, joined by commas.
[[nodiscard]] std::string canonical_value(const signed_request::pairs& headers,
                                          std::string_view lower_case_name);

} // namespace sendlab::aws
