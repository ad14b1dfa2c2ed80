// Percent-encoding as AWS's signatures want it (IAM User Guide, "Create a signed AWS API request": UriEncode).
#pragma once

#include <string>
#include <string_view>

namespace sendlab::aws {

enum class slashes { kept, encoded };

/// All but A-Z a-z 0-9 - . _ ~ becomes %XX, with upper-case digits; a space %20.
[[nodiscard]] std::string uri_encoded(std::string_view text, slashes slash = slashes::encoded);

} // namespace sendlab::aws
