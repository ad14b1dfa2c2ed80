// The answer for AWS services that are not here: at once, and in a form that the SDK shows to its user.
#pragma once

#include <string_view>

#include "api/http.hpp"

namespace sendlab::api {

/// 501 NotImplemented in the manner of the protocol that the request is written in: JSON with "__type", the
/// Query protocol's XML, or S3's XML. SDKs do not retry it.
[[nodiscard]] http_response not_emulated(std::string_view service, const http_request& request);

} // namespace sendlab::api
