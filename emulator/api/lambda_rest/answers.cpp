#include "api/lambda_rest/answers.hpp"

#include <chrono>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api::lambda_api {

namespace {

using lambda::errc;
using nlohmann::ordered_json;

struct error_kind {
    unsigned status;
    const char* name;
};

error_kind kind_of(errc code) {
    switch (code) {
    case errc::resource_not_found:
        return {404, "ResourceNotFoundException"};
    case errc::resource_conflict:
        return {409, "ResourceConflictException"};
    case errc::invalid_parameter_value:
        return {400, "InvalidParameterValueException"};
    case errc::validation:
        return {400, "ValidationException"};
    case errc::invalid_request_content:
        return {400, "InvalidRequestContentException"};
    case errc::precondition_failed:
        return {412, "PreconditionFailedException"};
    case errc::request_too_large:
        return {413, "RequestTooLargeException"};
    case errc::request_entity_too_large:
        return {413, "RequestEntityTooLargeException"};
    case errc::code_storage_exceeded:
        return {400, "CodeStorageExceededException"};
    case errc::policy_length_exceeded:
        return {400, "PolicyLengthExceededException"};
    case errc::too_many_requests:
        return {429, "TooManyRequestsException"};
    case errc::service:
        break;
    }
    return {500, "ServiceException"};
}

/// "2026-01-31T12:00:00.000+0000"
std::string modified_text(time_point at) {
    auto text = utc_text(at);
    text.replace(text.size() - 1, 1, "+0000");
    return text;
}

void add_state(ordered_json& out, freshness fresh) {
    const bool pending = fresh == freshness::created;
    out["State"] = pending ? "Pending" : "Active";
    if (pending) {
        out["StateReason"] = "The function is being created.";
        out["StateReasonCode"] = "Creating";
        return;
    }
    out["LastUpdateStatus"] = fresh == freshness::updated ? "InProgress" : "Successful";
    if (fresh == freshness::updated) {
        out["LastUpdateStatusReason"] = "The function is being created.";
        out["LastUpdateStatusReasonCode"] = "Creating";
    }
}

void add_options(ordered_json& out, const lambda::function_description& what) {
    if (!what.variables.empty())
        out["Environment"]["Variables"] = what.variables;
    if (!what.config.dead_letter_target.empty())
        out["DeadLetterConfig"]["TargetArn"] = what.config.dead_letter_target;
    if (!what.subnets.empty() || !what.security_groups.empty())
        out["VpcConfig"] = {{"SubnetIds", what.subnets}, {"SecurityGroupIds", what.security_groups}};
}

} // namespace

http_response json_answer(unsigned status, const ordered_json& body) {
    return http_response::text(status, "application/json", json_text(body));
}

http_response no_content() {
    http_response response;
    response.status = 204;
    return response;
}

http_response error_answer(unsigned status, std::string_view name, std::string_view message) {
    // AWS writes the member's name in two ways
    const bool capital = name == "ResourceNotFoundException" || name == "ServiceException";
    ordered_json body;
    if (name != "ValidationException")
        body["Type"] = status >= 500 ? "Service" : "User";
    body[capital ? "Message" : "message"] = message;
    auto response = json_answer(status, body);
    response.fields.add("x-amzn-ErrorType", std::string{name});
    return response;
}

http_response error_answer(const lambda::error& what) {
    const auto [status, name] = kind_of(what.code);
    if (what.code != errc::too_many_requests)
        return error_answer(status, name, what.message);
    auto response =
        json_answer(status, {{"Reason", what.reason}, {"Type", "User"}, {"message", what.message}});
    response.fields.add("x-amzn-ErrorType", name);
    return response;
}

http_response validation_error(std::string_view value, std::string_view member, std::string_view rule) {
    std::string message = "1 validation error detected: Value '";
    message.append(value).append("' at '").append(member);
    message.append("' failed to satisfy constraint: Member must ").append(rule);
    return error_answer({errc::validation, std::move(message)});
}

http_response invalid_parameter(std::string_view message) {
    return error_answer({errc::invalid_parameter_value, std::string{message}});
}

ordered_json configuration(const lambda::function_description& what, freshness fresh) {
    ordered_json out;
    out["FunctionName"] = what.config.name;
    out["FunctionArn"] = what.arn;
    out["Runtime"] = what.runtime;
    out["Role"] = what.role;
    out["Handler"] = what.handler;
    out["CodeSize"] = what.code->size();
    out["Description"] = what.description;
    out["Timeout"] = std::chrono::ceil<std::chrono::seconds>(what.config.timeout).count();
    out["MemorySize"] = what.config.memory_mb;
    out["LastModified"] = modified_text(what.last_modified);
    out["CodeSha256"] = what.code->sha256();
    out["Version"] = what.config.version;
    add_options(out, what);
    out["TracingConfig"]["Mode"] = what.tracing;
    out["RevisionId"] = what.revision_id;
    add_state(out, fresh);
    out["PackageType"] = "Zip";
    out["Architectures"] = what.architectures;
    out["EphemeralStorage"]["Size"] = what.ephemeral_storage_mb;
    out["SnapStart"] = {{"ApplyOn", "None"}, {"OptimizationStatus", "Off"}};
    const auto group = what.log_group.empty() ? "/aws/lambda/" + what.config.name : what.log_group;
    out["LoggingConfig"] = {{"LogFormat", "Text"}, {"LogGroup", group}};
    return out;
}

ordered_json alias_configuration(const lambda::alias_description& what, const std::string& arn) {
    return {{"AliasArn", arn + ':' + what.name},
            {"Name", what.name},
            {"FunctionVersion", what.version},
            {"Description", what.description},
            {"RevisionId", what.revision_id}};
}

ordered_json event_invoke_config(const lambda::queue_settings& what, const std::string& arn) {
    ordered_json out;
    const auto modified =
        std::chrono::floor<std::chrono::milliseconds>(what.last_modified.time_since_epoch());
    out["LastModified"] = static_cast<double>(modified.count()) / 1000;
    out["FunctionArn"] = arn;
    if (what.maximum_retry_attempts)
        out["MaximumRetryAttempts"] = *what.maximum_retry_attempts;
    if (what.maximum_event_age)
        out["MaximumEventAgeInSeconds"] = *what.maximum_event_age / std::chrono::seconds{1};
    const auto destination = [](const std::string& to) {
        auto said = ordered_json::object();
        if (!to.empty())
            said["Destination"] = to;
        return said;
    };
    out["DestinationConfig"] = {{"OnSuccess", destination(what.on_success)},
                                {"OnFailure", destination(what.on_failure)}};
    return out;
}

} // namespace sendlab::api::lambda_api
