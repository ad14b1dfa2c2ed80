// Who asks: signatures in headers and in presigned URLs.
#pragma once

#include <optional>

#include "api/s3_rest/s3_request.hpp"
#include "api/s3_rest/s3_rest_options.hpp"
#include "aws/chunk_signatures.hpp"
#include "base/result.hpp"
#include "base/time_types.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::api {

/// Refuses presigned URLs whose time is over, and with `verify_signatures` all that is not signed, or not properly.
/// What it gives checks the signatures of chunks, where they are signed and that is wanted.
[[nodiscard]] result<std::optional<aws::chunk_signatures>, s3::error>
authenticate(const s3_request& request, const s3_rest_options& options, time_point now);

/// The secret that goes with an access key.
[[nodiscard]] const std::string& secret_of(std::string_view access_key, const s3_rest_options& options);

} // namespace sendlab::api
