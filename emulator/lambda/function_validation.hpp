// What Lambda refuses to configure, in AWS's words where AWS has the setting (Lambda API Reference,
// "CreateFunction", "PutFunctionEventInvokeConfig", "PutFunctionConcurrency").
#pragma once

#include "base/result.hpp"
#include "lambda/function_config.hpp"
#include "lambda/lambda_error.hpp"

namespace sendlab::lambda {

/// The first thing that is wrong with the configuration by itself. `arn` is the function's own.
result<void, error> validate(const function_config& config, const std::string& arn);

/// A reservation that would leave less than `minimum` unreserved.
error unreserved_too_small(std::uint32_t minimum);

} // namespace sendlab::lambda
