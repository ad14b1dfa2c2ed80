// How the Lambda API answers: JSON of what it manages, and errors (Lambda API Reference, "Common errors").
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "api/http.hpp"
#include "lambda/function_description.hpp"
#include "lambda/lambda_error.hpp"

namespace sendlab::api::lambda_api {

[[nodiscard]] http_response json_answer(unsigned status, const nlohmann::ordered_json& body);
[[nodiscard]] http_response no_content();

[[nodiscard]] http_response error_answer(const lambda::error& what);
/// An error by its name.
[[nodiscard]] http_response error_answer(unsigned status, std::string_view name, std::string_view message);
/// "1 validation error detected: Value '7' at 'x' failed to satisfy constraint: Member must ..."
[[nodiscard]] http_response validation_error(std::string_view value, std::string_view member,
                                             std::string_view rule);
[[nodiscard]] http_response invalid_parameter(std::string_view message);

/// What has just happened to a function: the answer says so, the next one that it is over.
enum class freshness { settled, created, updated };

/// FunctionConfiguration.
[[nodiscard]] nlohmann::ordered_json configuration(const lambda::function_description& what,
                                                   freshness fresh = freshness::settled);
/// AliasConfiguration. `arn` is the function's.
[[nodiscard]] nlohmann::ordered_json alias_configuration(const lambda::alias_description& what,
                                                         const std::string& arn);
/// FunctionEventInvokeConfig. `arn` is the qualified one.
[[nodiscard]] nlohmann::ordered_json event_invoke_config(const lambda::queue_settings& what,
                                                         const std::string& arn);

} // namespace sendlab::api::lambda_api
