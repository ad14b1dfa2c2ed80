// Where a function's code comes from: the request, an object of S3, or a folder of this machine.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "api/lambda_rest/operations.hpp"

namespace sendlab::api::lambda_api {

using received_code = result<std::shared_ptr<const lambda::function_code>, lambda::error>;

/// `code` has the members of FunctionCode.
[[nodiscard]] received_code receive_code(world& w, const nlohmann::json& code);

} // namespace sendlab::api::lambda_api
