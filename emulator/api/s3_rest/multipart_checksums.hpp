// Checksums of uploads in parts (S3 User Guide, "Checking object integrity", full-object and composite checksums).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "api/s3_rest/s3_request.hpp"
#include "base/result.hpp"
#include "s3/multipart_upload.hpp"

namespace sendlab::api {

/// x-amz-checksum-algorithm and x-amz-checksum-type of the request that begins an upload.
[[nodiscard]] std::optional<s3::error> read_upload_checksum(const s3_request& request,
                                                            s3::multipart_upload& into);

/// The algorithm that the upload's parts are kept with: the one asked for, else CRC64NVME.
[[nodiscard]] std::string checksum_name(const s3::multipart_upload& upload);

/// What is kept with a part: what the client gave, or what is computed here.
[[nodiscard]] result<std::optional<s3::object_checksum>, s3::error>
part_checksum(const s3::multipart_upload& upload, const std::optional<s3::object_checksum>& given,
              const blob& bytes);

/// Of the whole object; compared with that of the request, if it has one.
[[nodiscard]] result<s3::object_checksum, s3::error>
object_checksum(const s3_request& request, const s3::multipart_upload& upload,
                std::span<const s3::named_part> named, std::span<const s3::selected_part> parts);

} // namespace sendlab::api
