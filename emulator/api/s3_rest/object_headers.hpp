// Objects in HTTP headers: what a write gives, and what a read tells.
#pragma once

#include <memory>

#include "api/s3_rest/call.hpp"
#include "aws/checksum.hpp"
#include "s3/object.hpp"
#include "s3/preconditions.hpp"

namespace sendlab::api {

/// Of a put, a copy that replaces them, or the beginning of an upload. Header names are those of `fields`, so that form
/// fields can stand for them.
[[nodiscard]] result<s3::object_attributes, s3::error> read_attributes(const http_fields& fields,
                                                                       const s3_rest_options& options);

/// "a=1&b=2", as in x-amz-tagging.
[[nodiscard]] result<s3::tag_set, s3::error> read_tagging_header(std::string_view text);

[[nodiscard]] s3::write_conditions read_write_conditions(const s3_request& request);
/// The names begin with `prefix`: "", or "x-amz-copy-source-".
[[nodiscard]] s3::read_conditions read_read_conditions(const s3_request& request,
                                                       std::string_view prefix = {});

/// ETag, Last-Modified, Content-Type, x-amz-meta-* and so on.
void write_object_headers(http_response& response, const call& on, const s3::object& object);
/// x-amz-checksum-* and its type.
void write_checksum(http_response& response, const s3::object_checksum& checksum);
/// x-amz-version-id, where the bucket was ever versioned.
void write_version(http_response& response, const s3::bucket& in, const s3::object& version);
/// x-amz-expiration, where a lifecycle rule matches.
void write_expiration(http_response& response, const s3::bucket& in, std::string_view key,
                      const s3::object& object);

/// The checksum of bytes that came without one: S3 computes CRC64NVME by itself.
[[nodiscard]] s3::object_checksum own_checksum(const blob& bytes);
[[nodiscard]] s3::object_checksum computed_checksum(aws::checksum_algorithm algorithm, const blob& bytes);
/// "x-amz-checksum-crc32" of "CRC32".
[[nodiscard]] std::string checksum_header_of(const s3::object_checksum& checksum);

} // namespace sendlab::api
