// What the S3 interface is told once, at the start.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/blob.hpp"

namespace sendlab::api {

struct s3_rest_options {
    std::string region = "us-east-1";
    /// Refuse requests that are not signed, or not properly. Presigned URLs expire in any case.
    bool verify_signatures = false;
    /// By access key; every other key has the default one.
    std::map<std::string, std::string, std::less<>> secrets{};
    std::string default_secret = "test";
    /// Refuse ACLs, as buckets do that were made since April 2023.
    bool acls_disabled = false;
    /// Where decoded bodies go; never null.
    std::function<std::unique_ptr<blob_writer>()> new_blob = [] {
        return std::make_unique<memory_blob_writer>();
    };
    /// Whether a function may be notified; where it is null every well-formed ARN may.
    std::function<bool(std::string_view arn)> function_exists{};
};

} // namespace sendlab::api
