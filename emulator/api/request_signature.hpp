// Signatures of requests to services other than S3, which has its own rules and errors (s3_rest/authentication).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "base/time_types.hpp"

namespace sendlab::api {

struct signature_refusal {
    unsigned status = 403;
    std::string code; // as the service's protocol names it
    std::string message;
};

/// Why a request is refused that must be signed (Signature Version 4) with this secret, in AWS's words; nothing
/// if its signature is good. A signature is good for five minutes (IAM User Guide, "Troubleshoot Signature
/// Version 4").
[[nodiscard]] std::optional<signature_refusal> refusal_of_signature(const http_request& request,
                                                                    std::string_view secret, time_point now);

} // namespace sendlab::api
