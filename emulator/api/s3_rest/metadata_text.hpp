// Metadata that is not ASCII (S3 User Guide, "User-defined object metadata"): decoded as RFC 2047 says when it comes,
// encoded so when it goes.
#pragma once

#include <string>
#include <string_view>

namespace sendlab::api {

/// To UTF-8. Encoded words in UTF-8 and ISO-8859-1 are decoded; bytes above 127 are ISO-8859-1, as in every HTTP header.
[[nodiscard]] std::string metadata_from_header(std::string_view value);
/// ASCII as it is; the rest as one encoded word, "=?UTF-8?B?...?=".
[[nodiscard]] std::string metadata_to_header(std::string_view value);

} // namespace sendlab::api
