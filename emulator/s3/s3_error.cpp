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
    {errc::access_denied, 403, "AccessDenied", "Access Denied"},
    {errc::bucket_already_exists, 409, "BucketAlreadyExists",
     "The requested bucket name is not available. The bucket namespace is shared by all users of the system. "
     "Please "
     "select a different name and try again."},
    {errc::bucket_already_owned_by_you, 409, "BucketAlreadyOwnedByYou",
     "Your previous request to create the named bucket succeeded and you already own it."},
    {errc::bucket_not_empty, 409, "BucketNotEmpty", "The bucket you tried to delete is not empty"},
    {errc::entity_too_large, 400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"},
    {errc::invalid_argument, 400, "InvalidArgument", "Invalid Argument"},
    {errc::invalid_bucket_name, 400, "InvalidBucketName", "The specified bucket is not valid."},
    {errc::key_too_long, 400, "KeyTooLongError", "Your key is too long"},
    {errc::malformed_xml, 400, "MalformedXML",
     "The XML you provided was not well-formed or did not validate against our published schema"},
    {errc::metadata_too_large, 400, "MetadataTooLarge",
     "Your metadata headers exceed the maximum allowed metadata size"},
    {errc::no_such_bucket, 404, "NoSuchBucket", "The specified bucket does not exist"},
    {errc::no_such_key, 404, "NoSuchKey", "The specified key does not exist."},
    {errc::no_such_lifecycle_configuration, 404, "NoSuchLifecycleConfiguration",
     "The lifecycle configuration does not exist"},
    {errc::slow_down, 503, "SlowDown", "Please reduce your request rate."},
    {errc::internal_error, 500, "InternalError", "We encountered an internal error. Please try again."},
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

error make_error(errc code, error_details details) {
    return {code, std::string{usual_message(code)}, std::move(details)};
}

error invalid_argument(std::string message, std::string name, std::string value) {
    return {errc::invalid_argument,
            std::move(message),
            {{"ArgumentName", std::move(name)}, {"ArgumentValue", std::move(value)}}};
}

} // namespace sendlab::s3
