#include "lambda/description_rules.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/json_text.hpp"

namespace sendlab::lambda {

namespace {

using verdict = result<void, error>;

constexpr std::array<std::string_view, 17> runtimes{
    "nodejs16.x", "nodejs18.x",   "nodejs20.x",      "nodejs22.x", "nodejs24.x", "python3.8",
    "python3.9",  "python3.10",   "python3.11",      "python3.12", "python3.13", "python3.14",
    "provided",   "provided.al2", "provided.al2023", "nodejs14.x", "nodejs12.x"};

// Set by Lambda itself (Lambda Developer Guide, "Defined runtime environment variables").
constexpr std::array<std::string_view, 17> reserved_variables{"_HANDLER",
                                                              "_X_AMZN_TRACE_ID",
                                                              "AWS_DEFAULT_REGION",
                                                              "AWS_REGION",
                                                              "AWS_EXECUTION_ENV",
                                                              "AWS_LAMBDA_FUNCTION_NAME",
                                                              "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                                              "AWS_LAMBDA_FUNCTION_VERSION",
                                                              "AWS_LAMBDA_INITIALIZATION_TYPE",
                                                              "AWS_LAMBDA_LOG_GROUP_NAME",
                                                              "AWS_LAMBDA_LOG_STREAM_NAME",
                                                              "AWS_ACCESS_KEY_ID",
                                                              "AWS_SECRET_ACCESS_KEY",
                                                              "AWS_SESSION_TOKEN",
                                                              "AWS_LAMBDA_RUNTIME_API",
                                                              "LAMBDA_TASK_ROOT",
                                                              "LAMBDA_RUNTIME_DIR"};

error invalid(std::string message) {
    return {errc::invalid_parameter_value, std::move(message)};
}

error breaks(std::string_view value, std::string_view member, std::string_view rule) {
    std::string message = "1 validation error detected: Value '";
    message.append(value).append("' at '").append(member);
    message.append("' failed to satisfy constraint: Member must ").append(rule);
    return {errc::validation, std::move(message)};
}

/// arn:aws:iam::123456789012:role/name
bool is_role(std::string_view text) {
    if (!text.starts_with("arn:aws"))
        return false;
    text.remove_prefix(7);
    const auto partition_end = text.find(":iam::");
    if (partition_end == std::string_view::npos)
        return false;
    text.remove_prefix(partition_end + 6);
    const auto digits = text.substr(0, 12);
    if (digits.size() != 12 || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return false;
    text.remove_prefix(12);
    return text.starts_with(":role") && text.size() > 6;
}

verdict check_role(const function_description& wanted) {
    if (!is_role(wanted.role))
        return breaks(wanted.role, "role",
                      R"(satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?)"
                      R"([a-zA-Z_0-9+=,.@\-_/]+)");
    return {};
}

verdict check_runtime(const function_description& wanted) {
    if (std::ranges::find(runtimes, wanted.runtime) != runtimes.end())
        return {};
    std::string list;
    for (const auto runtime : runtimes)
        list.append(list.empty() ? "" : ", ").append(runtime);
    return invalid("Value " + wanted.runtime +
                   " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [" +
                   list + "] or be a valid ARN");
}

verdict check_handler(const function_description& wanted) {
    if (wanted.handler.empty() && !wanted.runtime.starts_with("provided"))
        return invalid("Runtime and Handler are mandatory parameters for functions created with deployment "
                       "packages.");
    if (wanted.handler.size() > 128)
        return breaks(wanted.handler, "handler", "have length less than or equal to 128");
    if (wanted.handler.find_first_of(" \t\n") != std::string::npos)
        return breaks(wanted.handler, "handler", "satisfy regular expression pattern: [^\\s]+");
    if (wanted.description.size() > 256)
        return breaks(wanted.description, "description", "have length less than or equal to 256");
    return {};
}

bool is_variable_name(std::string_view name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto other = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return name.size() >= 2 && letter(name[0]) && std::ranges::all_of(name, other);
}

std::string as_json(const std::map<std::string, std::string>& variables) {
    std::string text = "{";
    for (const auto& [name, value] : variables) {
        text += text.size() > 1 ? "," : "";
        append_json_string(text, name);
        text += ':';
        append_json_string(text, value);
    }
    return text + '}';
}

verdict check_variables(const function_description& wanted) {
    std::string reserved;
    for (const auto& [name, value] : wanted.variables) {
        if (std::ranges::find(reserved_variables, name) != reserved_variables.end())
            reserved.append(reserved.empty() ? "" : ", ").append(name);
        else if (!is_variable_name(name) || value.find('\0') != std::string::npos)
            return breaks(as_json(wanted.variables), "environment.variables",
                          "satisfy constraint: [Member must satisfy regular expression pattern: "
                          "[a-zA-Z]([a-zA-Z0-9_])+]");
    }
    if (!reserved.empty())
        return invalid("Lambda was unable to configure your environment variables because the environment "
                       "variables you have provided contains reserved keys that are currently not supported "
                       "for modification. Reserved keys used in this request: " +
                       reserved);
    const auto text = as_json(wanted.variables);
    if (text.size() > 4096)
        return invalid("Lambda was unable to configure your environment variables because the environment "
                       "variables you have provided exceeded the 4KB limit. String measured: " +
                       text);
    return {};
}

verdict check_storage(const function_description& wanted) {
    const auto size = std::to_string(wanted.ephemeral_storage_mb);
    if (wanted.ephemeral_storage_mb < 512)
        return breaks(size, "ephemeralStorage.size", "have value greater than or equal to 512");
    if (wanted.ephemeral_storage_mb > 10'240)
        return breaks(size, "ephemeralStorage.size", "have value less than or equal to 10240");
    return {};
}

} // namespace

verdict validate(const function_description& wanted) {
    for (const auto check : {check_role, check_runtime, check_handler, check_variables, check_storage})
        if (const auto v = check(wanted); !v)
            return v;
    return {};
}

std::span<const std::string_view> known_runtimes() {
    return runtimes;
}

} // namespace sendlab::lambda
