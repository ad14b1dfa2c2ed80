// What the API refuses in a function's description, in AWS's words (Lambda API Reference, "CreateFunction",
// "UpdateFunctionConfiguration").
#pragma once

#include <span>
#include <string_view>

#include "base/result.hpp"
#include "lambda/function_description.hpp"
#include "lambda/lambda_error.hpp"

namespace sendlab::lambda {

/// The first thing that is wrong; what stands in its config is checked elsewhere.
result<void, error> validate(const function_description& wanted);

/// Those that can be run here.
[[nodiscard]] std::span<const std::string_view> known_runtimes();

} // namespace sendlab::lambda
