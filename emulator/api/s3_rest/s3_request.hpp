// A request as S3 reads it: which bucket, which key, which parameters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/http.hpp"

namespace sendlab::api {

struct s3_request {
    http_request http;
    std::string bucket; // empty: the service itself
    std::string key;    // empty: the bucket itself
    bool virtual_host = false;
    std::vector<std::pair<std::string, std::string>> parameters; // of the query, decoded

    /// Null where it is not there.
    [[nodiscard]] const std::string* parameter(std::string_view name) const;
    /// Empty where it is not there.
    [[nodiscard]] std::string parameter_text(std::string_view name) const;
    [[nodiscard]] std::string_view header(std::string_view name) const { return http.fields.get(name); }
    /// Nothing where it is not there.
    [[nodiscard]] std::optional<std::string> header_if_any(std::string_view name) const;
};

/// Path style ("/BUCKET/KEY"), or virtual host: BUCKET.s3[.REGION].amazonaws.com, BUCKET.s3.localhost.localstack.cloud,
/// BUCKET.localhost.
[[nodiscard]] s3_request read_s3_request(http_request http);

/// The bucket that a host names (lower case, without port); empty for none.
[[nodiscard]] std::string_view bucket_of_host(std::string_view host);

} // namespace sendlab::api
