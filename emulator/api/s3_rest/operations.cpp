#include "api/s3_rest/operations.hpp"

#include <algorithm>

#include "api/s3_rest/handlers.hpp"

namespace sendlab::api {

namespace {

using namespace s3_operations;
using enum operation::target;

/// The first that fits counts.
constexpr operation operations[] = {
    {"GET", service, "", "", "ListBuckets", list_buckets},

    {"PUT", bucket, "versioning", "", "PutBucketVersioning", put_bucket_versioning},
    {"GET", bucket, "versioning", "", "GetBucketVersioning", get_bucket_versioning},
    {"GET", bucket, "location", "", "GetBucketLocation", get_bucket_location},
    {"PUT", bucket, "notification", "", "PutBucketNotificationConfiguration", put_bucket_notification},
    {"GET", bucket, "notification", "", "GetBucketNotificationConfiguration", get_bucket_notification},
    {"PUT", bucket, "lifecycle", "", "PutBucketLifecycleConfiguration", put_bucket_lifecycle},
    {"GET", bucket, "lifecycle", "", "GetBucketLifecycleConfiguration", get_bucket_lifecycle},
    {"DELETE", bucket, "lifecycle", "", "DeleteBucketLifecycle", delete_bucket_lifecycle},
    {"PUT", bucket, "cors", "", "PutBucketCors", put_bucket_cors},
    {"GET", bucket, "cors", "", "GetBucketCors", get_bucket_cors},
    {"DELETE", bucket, "cors", "", "DeleteBucketCors", delete_bucket_cors},
    {"PUT", bucket, "tagging", "", "PutBucketTagging", put_bucket_tagging},
    {"GET", bucket, "tagging", "", "GetBucketTagging", get_bucket_tagging},
    {"DELETE", bucket, "tagging", "", "DeleteBucketTagging", delete_bucket_tagging},
    {"PUT", bucket, "acl", "", "PutBucketAcl", put_bucket_acl},
    {"GET", bucket, "acl", "", "GetBucketAcl", get_bucket_acl},

    {"PUT", bucket, "policy", "", "PutBucketPolicy", put_bucket_document},
    {"GET", bucket, "policy", "", "GetBucketPolicy", get_bucket_document},
    {"DELETE", bucket, "policy", "", "DeleteBucketPolicy", delete_bucket_document},
    {"GET", bucket, "policyStatus", "", "GetBucketPolicyStatus", get_bucket_policy_status},
    {"PUT", bucket, "website", "", "PutBucketWebsite", put_bucket_document},
    {"GET", bucket, "website", "", "GetBucketWebsite", get_bucket_document},
    {"DELETE", bucket, "website", "", "DeleteBucketWebsite", delete_bucket_document},
    {"PUT", bucket, "encryption", "", "PutBucketEncryption", put_bucket_document},
    {"GET", bucket, "encryption", "", "GetBucketEncryption", get_bucket_document},
    {"DELETE", bucket, "encryption", "", "DeleteBucketEncryption", delete_bucket_document},
    {"PUT", bucket, "publicAccessBlock", "", "PutPublicAccessBlock", put_bucket_document},
    {"GET", bucket, "publicAccessBlock", "", "GetPublicAccessBlock", get_bucket_document},
    {"DELETE", bucket, "publicAccessBlock", "", "DeletePublicAccessBlock", delete_bucket_document},
    {"PUT", bucket, "ownershipControls", "", "PutBucketOwnershipControls", put_bucket_document},
    {"GET", bucket, "ownershipControls", "", "GetBucketOwnershipControls", get_bucket_document},
    {"DELETE", bucket, "ownershipControls", "", "DeleteBucketOwnershipControls", delete_bucket_document},
    {"PUT", bucket, "replication", "", "PutBucketReplication", put_bucket_document},
    {"GET", bucket, "replication", "", "GetBucketReplication", get_bucket_document},
    {"DELETE", bucket, "replication", "", "DeleteBucketReplication", delete_bucket_document},
    {"PUT", bucket, "logging", "", "PutBucketLogging", put_bucket_document},
    {"GET", bucket, "logging", "", "GetBucketLogging", get_bucket_document},
    {"PUT", bucket, "requestPayment", "", "PutBucketRequestPayment", put_bucket_document},
    {"GET", bucket, "requestPayment", "", "GetBucketRequestPayment", get_bucket_document},
    {"PUT", bucket, "accelerate", "", "PutBucketAccelerateConfiguration", put_bucket_document},
    {"GET", bucket, "accelerate", "", "GetBucketAccelerateConfiguration", get_bucket_document},
    {"PUT", bucket, "object-lock", "", "PutObjectLockConfiguration", put_bucket_document},
    {"GET", bucket, "object-lock", "", "GetObjectLockConfiguration", get_bucket_document},
    {"", bucket, "analytics", "", "BucketAnalyticsConfiguration", nullptr},
    {"", bucket, "intelligent-tiering", "", "BucketIntelligentTieringConfiguration", nullptr},
    {"", bucket, "inventory", "", "BucketInventoryConfiguration", nullptr},
    {"", bucket, "metrics", "", "BucketMetricsConfiguration", nullptr},
    {"", bucket, "session", "", "CreateSession", nullptr},

    {"GET", bucket, "uploads", "", "ListMultipartUploads", list_multipart_uploads},
    {"GET", bucket, "versions", "", "ListObjectVersions", list_object_versions},
    {"GET", bucket, "list-type", "", "ListObjectsV2", list_objects_v2},
    {"POST", bucket, "delete", "", "DeleteObjects", delete_objects},
    {"POST", bucket, "", "Content-Type: multipart/form-data", "PostObject", post_object},
    {"PUT", bucket, "", "", "CreateBucket", create_bucket},
    {"DELETE", bucket, "", "", "DeleteBucket", delete_bucket},
    {"HEAD", bucket, "", "", "HeadBucket", head_bucket},
    {"GET", bucket, "", "", "ListObjects", list_objects},
    {"OPTIONS", bucket, "", "", "PreflightCors", preflight},

    {"PUT", object, "tagging", "", "PutObjectTagging", put_object_tagging},
    {"GET", object, "tagging", "", "GetObjectTagging", get_object_tagging},
    {"DELETE", object, "tagging", "", "DeleteObjectTagging", delete_object_tagging},
    {"PUT", object, "acl", "", "PutObjectAcl", put_object_acl},
    {"GET", object, "acl", "", "GetObjectAcl", get_object_acl},
    {"GET", object, "attributes", "", "GetObjectAttributes", get_object_attributes},
    {"POST", object, "uploads", "", "CreateMultipartUpload", create_multipart_upload},
    {"PUT", object, "uploadId", "x-amz-copy-source", "UploadPartCopy", upload_part_copy},
    {"PUT", object, "uploadId", "", "UploadPart", upload_part},
    {"POST", object, "uploadId", "", "CompleteMultipartUpload", complete_multipart_upload},
    {"DELETE", object, "uploadId", "", "AbortMultipartUpload", abort_multipart_upload},
    {"GET", object, "uploadId", "", "ListParts", list_parts},
    {"", object, "torrent", "", "GetObjectTorrent", nullptr},
    {"", object, "restore", "", "RestoreObject", nullptr},
    {"", object, "select", "", "SelectObjectContent", nullptr},
    {"", object, "retention", "", "ObjectRetention", nullptr},
    {"", object, "legal-hold", "", "ObjectLegalHold", nullptr},
    {"", object, "renameObject", "", "RenameObject", nullptr},
    {"PUT", object, "", "x-amz-copy-source", "CopyObject", copy_object},
    {"PUT", object, "", "", "PutObject", put_object},
    {"GET", object, "", "", "GetObject", get_object},
    {"HEAD", object, "", "", "HeadObject", get_object},
    {"DELETE", object, "", "", "DeleteObject", delete_object},
    {"OPTIONS", object, "", "", "PreflightCors", preflight},
};

operation::target target_of(const s3_request& request) {
    if (request.bucket.empty())
        return service;
    return request.key.empty() ? bucket : object;
}

bool names_an_operation(std::string_view parameter, operation::target on) {
    return !parameter.empty() && std::ranges::any_of(operations, [&](const operation& o) {
        return o.on == on && o.parameter == parameter;
    });
}

bool has_header(const s3_request& request, std::string_view wanted) {
    const auto colon = wanted.find(": ");
    const auto* value = request.http.fields.find(wanted.substr(0, colon));
    return value && (colon == std::string_view::npos || value->starts_with(wanted.substr(colon + 2)));
}

} // namespace

const operation* find_operation(const s3_request& request) {
    const auto on = target_of(request);
    const bool plain = request.http.method == "OPTIONS" ||
                       std::ranges::none_of(request.parameters,
                                            [&](const auto& p) { return names_an_operation(p.first, on); });
    const auto* found = std::ranges::find_if(operations, [&](const operation& o) {
        return o.on == on && (o.method.empty() || o.method == request.http.method) &&
               (o.parameter.empty() ? plain : request.parameter(o.parameter) != nullptr) &&
               (o.header.empty() || has_header(request, o.header));
    });
    return found == std::end(operations) ? nullptr : found;
}

} // namespace sendlab::api
