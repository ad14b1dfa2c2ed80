// Errors as S3's REST interface answers them (S3 API Reference, "Error responses").
#pragma once

#include <cstdint>
#include <string_view>

#include "api/http.hpp"
#include "s3/s3_error.hpp"

namespace sendlab::api {

/// `number` names the request.
[[nodiscard]] http_response error_answer(const s3::error& why, std::uint64_t number);
[[nodiscard]] http_response error_answer(unsigned status, std::string_view code, std::string_view message,
                                         const s3::error_details& details, std::uint64_t number);

} // namespace sendlab::api
