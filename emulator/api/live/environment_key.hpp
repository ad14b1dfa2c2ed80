// Who makes a call: each environment of a function gets an access key of its own, as on AWS, so that what its
// code does can be told from what others do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace sendlab::api::live {

/// "ASIA" and sixteen digits, the form of temporary access keys (IAM User Guide, "Unique identifiers").
[[nodiscard]] std::string access_key_of(std::uint64_t environment);

/// The environment whose access key stands in a text; nothing if none does.
[[nodiscard]] std::optional<std::uint64_t> environment_in(std::string_view text);

/// The environment whose access key signed the request (Authorization, X-Amz-Credential, AWSAccessKeyId);
/// nothing for other keys.
[[nodiscard]] std::optional<std::uint64_t> environment_of(const http_request& request);

} // namespace sendlab::api::live
