// What names a request to S3's support: x-amz-request-id and x-amz-id-2, in answers and in event records.
#pragma once

#include <cstdint>
#include <string>

namespace sendlab::s3 {

/// 16 upper-case hexadecimal digits.
[[nodiscard]] std::string upper_hex(std::uint64_t value);

/// As they look: nobody can check them, but they differ from request to request.
[[nodiscard]] std::string request_id(std::uint64_t host_request);
[[nodiscard]] std::string host_id(std::uint64_t host_request);

} // namespace sendlab::s3
