// S3's error codes, messages and extra elements (S3 API Reference, "Error responses").
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sendlab::s3 {

enum class errc {
    access_control_list_not_supported,
    access_denied,
    access_forbidden,
    authorization_header_malformed,
    authorization_query_parameters,
    bad_digest,
    bad_request,
    bucket_already_exists,
    bucket_already_owned_by_you,
    bucket_not_empty,
    content_sha256_mismatch,
    encryption_configuration_not_found,
    entity_too_large,
    entity_too_small,
    illegal_location_constraint,
    incomplete_body,
    internal_error,
    invalid_access_key_id,
    invalid_argument,
    invalid_bucket_name,
    invalid_digest,
    invalid_location_constraint,
    invalid_part,
    invalid_part_order,
    invalid_policy_document,
    invalid_range,
    invalid_request,
    invalid_storage_class,
    invalid_tag,
    invalid_uri,
    key_too_long,
    malformed_acl,
    malformed_policy,
    malformed_post_request,
    malformed_xml,
    metadata_too_large,
    method_not_allowed,
    missing_request_body,
    no_such_bucket,
    no_such_bucket_policy,
    no_such_configuration,
    no_such_cors_configuration,
    no_such_key,
    no_such_lifecycle_configuration,
    no_such_public_access_block,
    no_such_tag_set,
    no_such_upload,
    no_such_version,
    no_such_website_configuration,
    not_implemented,
    not_modified,
    object_lock_configuration_not_found,
    ownership_controls_not_found,
    precondition_failed,
    replication_configuration_not_found,
    request_time_too_skewed,
    signature_does_not_match,
    slow_down,
};

/// Extra elements of an error document, in order: {"BucketName", "async-emails"}, ...
using error_details = std::vector<std::pair<std::string, std::string>>;

struct error {
    errc code;
    std::string message;
    error_details details{};
    std::string delete_marker{}; // version id of the delete marker that was met in place of an object
};

/// "NoSuchBucket" and so on, the HTTP status that goes with it, and S3's usual text.
std::string_view to_string(errc code);
int http_status(errc code);
std::string_view usual_message(errc code);

/// An error with the usual text of its code.
error make_error(errc code, error_details details = {});
/// InvalidRequest has many texts.
error invalid_request(std::string message);
/// InvalidArgument has many texts; ArgumentName and ArgumentValue say what is meant.
error invalid_argument(std::string message, std::string name, std::string value);

} // namespace sendlab::s3
