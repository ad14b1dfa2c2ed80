#include "s3/s3_error.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::s3 {

namespace {

struct answer {
    errc code;
    int status;
    std::string_view name;
    std::string_view message;
};

constexpr answer answers[] = {
    {errc::access_control_list_not_supported, 400, "AccessControlListNotSupported",
     "The bucket does not allow ACLs"},
    {errc::access_denied, 403, "AccessDenied", "Access Denied"},
    {errc::access_forbidden, 403, "AccessForbidden",
     "CORSResponse: This CORS request is not allowed. This is usually because the "
     "evalution of Origin, request method / Access-Control-Request-Method or "
     "Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."},
    {errc::authorization_header_malformed, 400, "AuthorizationHeaderMalformed",
     "The authorization header is malformed"},
    {errc::authorization_query_parameters, 400, "AuthorizationQueryParametersError",
     "Error parsing the query-string authentication parameters"},
    {errc::bad_digest, 400, "BadDigest", "The Content-MD5 you specified did not match what we received."},
    {errc::bad_request, 400, "BadRequest", "Bad Request"},
    {errc::bucket_already_exists, 409, "BucketAlreadyExists",
     "The requested bucket name is not available. The bucket namespace is shared by all "
     "users of the system. Please select a different name and try again."},
    {errc::bucket_already_owned_by_you, 409, "BucketAlreadyOwnedByYou",
     "Your previous request to create the named bucket succeeded and you already own it."},
    {errc::bucket_not_empty, 409, "BucketNotEmpty", "The bucket you tried to delete is not empty"},
    {errc::content_sha256_mismatch, 400, "XAmzContentSHA256Mismatch",
     "The provided 'x-amz-content-sha256' header does not match what was computed."},
    {errc::encryption_configuration_not_found, 404, "ServerSideEncryptionConfigurationNotFoundError",
     "The server side encryption configuration was not found"},
    {errc::entity_too_large, 400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"},
    {errc::entity_too_small, 400, "EntityTooSmall",
     "Your proposed upload is smaller than the minimum allowed size"},
    {errc::illegal_location_constraint, 400, "IllegalLocationConstraintException",
     "The unspecified location constraint is incompatible for the region specific endpoint "
     "this request was sent to."},
    {errc::incomplete_body, 400, "IncompleteBody", "The request body terminated unexpectedly"},
    {errc::internal_error, 500, "InternalError", "We encountered an internal error. Please try again."},
    {errc::invalid_access_key_id, 403, "InvalidAccessKeyId",
     "The AWS Access Key Id you provided does not exist in our records."},
    {errc::invalid_argument, 400, "InvalidArgument", "Invalid Argument"},
    {errc::invalid_bucket_name, 400, "InvalidBucketName", "The specified bucket is not valid."},
    {errc::invalid_digest, 400, "InvalidDigest", "The Content-MD5 you specified was invalid."},
    {errc::invalid_location_constraint, 400, "InvalidLocationConstraint",
     "The specified location-constraint is not valid"},
    {errc::invalid_part, 400, "InvalidPart",
     "One or more of the specified parts could not be found.  The part may not have been "
     "uploaded, or the specified entity tag may not match the part's entity tag."},
    {errc::invalid_part_order, 400, "InvalidPartOrder",
     "The list of parts was not in ascending order. Parts must be ordered by part number."},
    {errc::invalid_policy_document, 400, "InvalidPolicyDocument",
     "The content of the form does not meet the conditions specified in the policy "
     "document."},
    {errc::invalid_range, 416, "InvalidRange", "The requested range is not satisfiable"},
    {errc::invalid_request, 400, "InvalidRequest", "Invalid Request"},
    {errc::invalid_storage_class, 400, "InvalidStorageClass", "The storage class you specified is not valid"},
    {errc::invalid_tag, 400, "InvalidTag",
     "The tag provided was not a valid tag. This error can occur if the tag did not pass "
     "input validation."},
    {errc::invalid_uri, 400, "InvalidURI", "Couldn't parse the specified URI."},
    {errc::key_too_long, 400, "KeyTooLongError", "Your key is too long"},
    {errc::malformed_acl, 400, "MalformedACLError",
     "The XML you provided was not well-formed or did not validate against our published "
     "schema"},
    {errc::malformed_policy, 400, "MalformedPolicy",
     "Policies must be valid JSON and the first byte must be '{'"},
    {errc::malformed_post_request, 400, "MalformedPOSTRequest",
     "The body of your POST request is not well-formed multipart/form-data."},
    {errc::malformed_xml, 400, "MalformedXML",
     "The XML you provided was not well-formed or did not validate against our published "
     "schema"},
    {errc::metadata_too_large, 400, "MetadataTooLarge",
     "Your metadata headers exceed the maximum allowed metadata size"},
    {errc::method_not_allowed, 405, "MethodNotAllowed",
     "The specified method is not allowed against this resource."},
    {errc::missing_request_body, 400, "MissingRequestBodyError", "Request Body is empty"},
    {errc::no_such_bucket, 404, "NoSuchBucket", "The specified bucket does not exist"},
    {errc::no_such_bucket_policy, 404, "NoSuchBucketPolicy", "The bucket policy does not exist"},
    {errc::no_such_configuration, 404, "NoSuchConfiguration", "The specified configuration does not exist."},
    {errc::no_such_cors_configuration, 404, "NoSuchCORSConfiguration",
     "The CORS configuration does not exist"},
    {errc::no_such_key, 404, "NoSuchKey", "The specified key does not exist."},
    {errc::no_such_lifecycle_configuration, 404, "NoSuchLifecycleConfiguration",
     "The lifecycle configuration does not exist"},
    {errc::no_such_public_access_block, 404, "NoSuchPublicAccessBlockConfiguration",
     "The public access block configuration was not found"},
    {errc::no_such_tag_set, 404, "NoSuchTagSet", "The TagSet does not exist"},
    {errc::no_such_upload, 404, "NoSuchUpload",
     "The specified upload does not exist. The upload ID may be invalid, or the upload may "
     "have been aborted or completed."},
    {errc::no_such_version, 404, "NoSuchVersion", "The specified version does not exist."},
    {errc::no_such_website_configuration, 404, "NoSuchWebsiteConfiguration",
     "The specified bucket does not have a website configuration"},
    {errc::not_implemented, 501, "NotImplemented",
     "A header you provided implies functionality that is not implemented"},
    {errc::not_modified, 304, "NotModified", "Not Modified"},
    {errc::object_lock_configuration_not_found, 404, "ObjectLockConfigurationNotFoundError",
     "Object Lock configuration does not exist for this bucket"},
    {errc::ownership_controls_not_found, 404, "OwnershipControlsNotFoundError",
     "The bucket ownership controls were not found"},
    {errc::precondition_failed, 412, "PreconditionFailed",
     "At least one of the pre-conditions you specified did not hold"},
    {errc::replication_configuration_not_found, 404, "ReplicationConfigurationNotFoundError",
     "The replication configuration was not found"},
    {errc::request_time_too_skewed, 403, "RequestTimeTooSkewed",
     "The difference between the request time and the current time is too large."},
    {errc::signature_does_not_match, 403, "SignatureDoesNotMatch",
     "The request signature we calculated does not match the signature you provided. Check "
     "your key and signing method."},
    {errc::slow_down, 503, "SlowDown", "Please reduce your request rate."},
};

const answer& answer_of(errc code) {
    const auto* found = std::ranges::find(answers, code, &answer::code);
    assert(found != std::end(answers));
    return *found;
}

} // namespace

std::string_view to_string(errc code) {
    return answer_of(code).name;
}

int http_status(errc code) {
    return answer_of(code).status;
}

std::string_view usual_message(errc code) {
    return answer_of(code).message;
}

error invalid_request(std::string message) {
    return {errc::invalid_request, std::move(message)};
}

error make_error(errc code, error_details details) {
    return {code, std::string{usual_message(code)}, std::move(details)};
}

error invalid_argument(std::string message, std::string name, std::string value) {
    return {errc::invalid_argument,
            std::move(message),
            {{"ArgumentName", std::move(name)}, {"ArgumentValue", std::move(value)}}};
}

} // namespace sendlab::s3
