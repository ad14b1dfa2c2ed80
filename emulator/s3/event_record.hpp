// What S3 tells a notification target: one record (S3 User Guide, "Event message structure"). Event version
// 2.1, and 2.3 for lifecycle events.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time_types.hpp"
#include "s3/object.hpp"

namespace sendlab::s3 {

/// Event types of object keys (S3 User Guide, "Supported event types").
enum class event_type {
    object_created_put,
    object_created_post,
    object_created_copy,
    object_created_complete_multipart_upload,
    object_removed_delete,
    object_removed_delete_marker_created,
    lifecycle_expiration_delete,
    lifecycle_expiration_delete_marker_created,
};

/// "ObjectCreated:Put": as in a record, without the "s3:" of configurations.
std::string_view to_string(event_type type);

struct event_record {
    event_type type = event_type::object_created_put;
    std::string bucket;
    std::string key;        // as stored; URL-encoded only in json()
    s3::body content;       // its size and ETag are written, but not for removals
    std::string version_id; // empty, and not written, where the bucket was never versioned
    time_point event_time{};
    std::uint64_t sequence = 0; // of the write, see sequencer()
    std::string configuration_id;
    std::string region = "us-east-1";
    std::string source_ip = "127.0.0.1";
    std::uint64_t host_request = 0; // number of the request: makes x-amz-request-id and x-amz-id-2
    std::uint64_t tag = 0;          // the writer's own, 0 for deletes; not part of the document

    /// The whole document, {"Records":[...]}, members in AWS's order.
    [[nodiscard]] std::string json() const;
};

/// An object key as AWS writes it in events: form-URL-encoded UTF-8 (letters, digits and * - . _ as they are,
/// space as "+"), slash kept.
std::string event_key(std::string_view key);

/// Hexadecimal, 18 digits; of two events of one key the later one compares greater after right-padding the
/// shorter with 0.
std::string sequencer(std::uint64_t sequence);

} // namespace sendlab::s3
