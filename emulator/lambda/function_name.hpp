// How functions are named (Lambda API Reference, "FunctionName"): a name, an ARN, or a part of one, each with
// or without a qualifier.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "lambda/function_config.hpp"
#include "lambda/lambda_error.hpp"

namespace sendlab::lambda {

/// "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender"
std::string function_arn(const account_config& account, std::string_view name);

/// 1 to 64 letters, digits, hyphens and underscores.
bool is_function_name(std::string_view name);
/// 1 to 128 of them: a version's number or an alias.
bool is_qualifier(std::string_view text);

/// What a caller means; views into what was resolved.
struct function_reference {
    std::string_view name;
    std::string_view qualifier; // a version or an alias; empty: none given
};

/// In `name`, `name:1`, `account:function:name` or an ARN, also with a qualifier. Whatever cannot be a
/// function of this account and region is not found.
result<function_reference, error> resolve_function_name(const account_config& account,
                                                        std::string_view name_or_arn);

/// AWS's answer for a function that is not there. Invoke names the version as well, the control plane does
/// not.
error function_not_found(const account_config& account, std::string_view name, std::string_view version = {});

} // namespace sendlab::lambda
