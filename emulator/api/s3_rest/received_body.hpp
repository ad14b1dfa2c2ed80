// The body of a request once its codings are undone and its digests have been checked.
#pragma once

#include <optional>

#include "api/s3_rest/s3_request.hpp"
#include "api/s3_rest/s3_rest_options.hpp"
#include "aws/chunk_signatures.hpp"
#include "base/result.hpp"
#include "s3/object.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::api {

struct received_body {
    blob_ptr bytes;                                // never null
    std::optional<s3::object_checksum> checksum{}; // that the client gave, and that is right
};

/// Undoes aws-chunked (into a new blob), then checks x-amz-content-sha256, Content-MD5 and the x-amz-checksum-* header
/// or trailer, whichever of them there are. `signatures` checks those of chunks; null: nobody does.
[[nodiscard]] result<received_body, s3::error>
receive_body(const s3_request& request, const s3_rest_options& options, aws::chunk_signatures* signatures);

} // namespace sendlab::api
