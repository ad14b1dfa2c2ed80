// S3's error codes, messages and extra elements (S3 API Reference, "Error responses").
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sendlab::s3 {

enum class errc {
    access_denied,
    bucket_already_exists,
    bucket_already_owned_by_you,
    bucket_not_empty,
    entity_too_large,
    invalid_argument,
    invalid_bucket_name,
    key_too_long,
    malformed_xml,
    metadata_too_large,
    no_such_bucket,
    no_such_key,
    no_such_lifecycle_configuration,
    slow_down,
    internal_error,
};

/// Extra elements of an error document, in order: {"BucketName", "async-emails"}, ...
using error_details = std::vector<std::pair<std::string, std::string>>;

struct error {
    errc code;
    std::string message;
    error_details details;
};

/// "NoSuchBucket" and so on, the HTTP status that goes with it, and S3's usual text.
std::string_view to_string(errc code);
int http_status(errc code);
std::string_view usual_message(errc code);

/// An error with the usual text of its code.
error make_error(errc code, error_details details = {});
/// InvalidArgument has many texts; ArgumentName and ArgumentValue say what is meant.
error invalid_argument(std::string message, std::string name, std::string value);

} // namespace sendlab::s3
