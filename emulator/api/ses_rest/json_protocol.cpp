#include "api/ses_rest/json_protocol.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "api/path_pattern.hpp"
#include "base/json_text.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;

constexpr std::string_view root = "/v2/email/";

std::string_view without_last_slash(std::string_view path) {
    return path.ends_with('/') && path.size() > 1 ? path.substr(0, path.size() - 1) : path;
}

struct found_action {
    const json_action* action = nullptr;
    std::vector<std::string> names;
};

found_action find_action(const http_request& request) {
    const auto path = without_last_slash(request.path());
    for (const auto group : {json_sending, json_templates, json_identities, json_account, json_suppression,
                             json_configuration_sets})
        for (const auto& action : group)
            if (action.method == request.method)
                if (auto names = match_path(action.pattern, path))
                    return {&action, std::move(*names)};
    return {};
}

ses_result<std::string> run(const found_action& found, const http_request& request, ses_world& world,
                            std::optional<mailbox::origin> origin) {
    if (!found.action)
        return ses_error{ses_fault::not_implemented, "Sendlab does not have the operation " + request.method +
                                                         ' ' + std::string{request.path()} + '.'};
    const auto text = to_string(*request.body);
    const auto body = text.empty() ? json::object() : json_value(text);
    if (!body.is_object())
        return ses_error{ses_fault::malformed,
                         "The body of the request is no JSON object, or it is nested too deeply."};
    json_call call{body, found.names, parse_query(request.query()), world, std::move(origin)};
    return found.action->run(call);
}

http_response document(unsigned status, std::string text, const std::string& request_id) {
    auto response = http_response::text(status, "application/json", std::move(text));
    response.fields.add("x-amzn-RequestId", request_id);
    return response;
}

} // namespace

std::string_view json_call::parameter(std::string_view name) const {
    const auto found =
        std::ranges::find(query, name, [](const auto& p) { return std::string_view{p.first}; });
    return found == query.end() ? std::string_view{} : std::string_view{found->second};
}

bool is_json_request(const http_request& request) {
    return request.path().starts_with(root);
}

std::string json_action_of(const http_request& request) {
    const auto found = find_action(request);
    return found.action ? std::string{found.action->name} : std::string{};
}

http_response json_answer(const http_request& request, ses_world& world,
                          std::optional<mailbox::origin> origin, const std::string& request_id) {
    auto text = run(find_action(request), request, world, std::move(origin));
    if (!text)
        return json_failure(rest_name_of(text.error().why), text.error().message, request_id);
    return document(200, std::move(*text), request_id);
}

http_response json_failure(error_name name, std::string_view message, const std::string& request_id) {
    std::string text = "{\"message\":";
    append_json_string(text, message);
    auto response = document(name.status, text + '}', request_id);
    response.fields.add("x-amzn-ErrorType", std::string{name.name});
    return response;
}

ses_result<std::string> json_done() {
    return std::string{"{}"};
}

ses_error missing_json_member(std::string_view name) {
    return {ses_fault::validation, "1 validation error detected: Value at '" + std::string{name} +
                                       "' failed to satisfy constraint: Member must not be null"};
}

} // namespace sendlab::api
