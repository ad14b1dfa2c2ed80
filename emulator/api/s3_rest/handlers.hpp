// The operations of S3, by subject; each group is a source file. operations.cpp says which request is which.
#pragma once

#include "api/s3_rest/call.hpp"

namespace sendlab::api::s3_operations {

// bucket_operations.cpp
answer list_buckets(const call&);
answer create_bucket(const call&);
answer delete_bucket(const call&);
answer head_bucket(const call&);
answer get_bucket_location(const call&);
answer get_bucket_versioning(const call&);
answer put_bucket_versioning(const call&);

// bucket_documents.cpp
answer get_bucket_document(const call&);
answer put_bucket_document(const call&);
answer delete_bucket_document(const call&);
answer get_bucket_policy_status(const call&);

// bucket_cors.cpp
answer get_bucket_cors(const call&);
answer put_bucket_cors(const call&);
answer delete_bucket_cors(const call&);
answer preflight(const call&);

// bucket_lifecycle.cpp
answer get_bucket_lifecycle(const call&);
answer put_bucket_lifecycle(const call&);
answer delete_bucket_lifecycle(const call&);

// bucket_notification.cpp
answer get_bucket_notification(const call&);
answer put_bucket_notification(const call&);

// access_control.cpp
answer get_bucket_acl(const call&);
answer put_bucket_acl(const call&);
answer get_object_acl(const call&);
answer put_object_acl(const call&);

// tagging.cpp
answer get_bucket_tagging(const call&);
answer put_bucket_tagging(const call&);
answer delete_bucket_tagging(const call&);
answer get_object_tagging(const call&);
answer put_object_tagging(const call&);
answer delete_object_tagging(const call&);

// listings.cpp
answer list_objects(const call&);
answer list_objects_v2(const call&);
answer list_object_versions(const call&);

// object_reads.cpp
answer get_object(const call&);
answer get_object_attributes(const call&);

// object_writes.cpp
answer put_object(const call&);
answer copy_object(const call&);
answer post_object(const call&);

// object_deletes.cpp
answer delete_object(const call&);
answer delete_objects(const call&);

// multipart_operations.cpp, multipart_listings.cpp
answer create_multipart_upload(const call&);
answer upload_part(const call&);
answer upload_part_copy(const call&);
answer complete_multipart_upload(const call&);
answer abort_multipart_upload(const call&);
answer list_parts(const call&);
answer list_multipart_uploads(const call&);

} // namespace sendlab::api::s3_operations
