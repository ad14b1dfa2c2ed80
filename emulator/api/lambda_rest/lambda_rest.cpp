#include "api/lambda_rest/lambda_rest.hpp"

#include <utility>

#include <nlohmann/json.hpp>

#include "api/lambda_rest/answers.hpp"
#include "api/lambda_rest/operations.hpp"
#include "api/lambda_rest/routes.hpp"
#include "base/json_value.hpp"
#include "lambda/function_name.hpp"

namespace sendlab::api {

using nlohmann::json;

struct lambda_rest::impl {
    lambda_api::world world;
};

namespace lambda_api {

namespace {

// What AWS takes for a request to create a function: 50 MB in base64, and some more.
constexpr std::uint64_t request_limit = 70'167'211;

std::string value_in_query(const http_request& request, std::string_view name) {
    for (auto& [key, value] : parse_query(request.query()))
        if (key == name)
            return value;
    return {};
}

bool is_invocation(const route& what) {
    return what.later != nullptr;
}

/// Functions are named in the path; tags have an ARN there.
std::optional<http_response> resolve(const world& w, call& c) {
    if (c.names.empty())
        return std::nullopt;
    const auto meant = lambda::resolve_function_name(w.functions.account(), c.names[0]);
    if (!meant)
        return error_answer(meant.error());
    c.function = meant->name;
    c.qualifier = meant->qualifier;
    const auto wanted = c.query("Qualifier");
    if (!c.qualifier.empty() && !wanted.empty() && wanted != c.qualifier)
        return invalid_parameter("The derived qualifier from the function name does not match the specified "
                                 "qualifier.");
    if (!wanted.empty())
        c.qualifier = wanted;
    return std::nullopt;
}

http_response serialization_error(const std::string& why) {
    return error_answer(400, "SerializationException", why);
}

/// Of the control plane: a JSON object, or nothing. What AWS refuses it with, if it does.
std::optional<http_response> read_body(const http_request& request, const route& what, json& into) {
    if (is_invocation(what) || request.body->size() == 0)
        return std::nullopt;
    if (request.body->size() > request_limit)
        return error_answer({lambda::errc::request_entity_too_large,
                             "Request must be smaller than " + std::to_string(request_limit) +
                                 " bytes for the " + std::string{what.action} + " operation"});
    into = json_value(to_string(*request.body));
    if (!into.is_object())
        return serialization_error("Could not parse request body into json: it must be an object");
    return std::nullopt;
}

void run(world& w, const http_request& request, route_match found, const http_answer& answer) {
    auto body = json::object();
    if (auto refused = read_body(request, *found.found, body))
        return answer(std::move(*refused));
    call c{request, std::move(found.names), body, {}, {}};
    if (auto refused = resolve(w, c))
        return answer(std::move(*refused));
    if (found.found->later)
        return found.found->later(w, c, answer);
    try {
        answer(found.found->now(w, c));
    } catch (const json::exception& wrong) { // a member of another type than it should have
        answer(serialization_error(wrong.what()));
    }
}

} // namespace

std::string call::query(std::string_view name) const {
    return value_in_query(request, name);
}

} // namespace lambda_api

lambda_rest::lambda_rest(lambda::lambda_service& functions, scheduler& clock, random_source random,
                         lambda::code_host& host, fetch_object fetch, lambda::function_config defaults)
    : impl_{new impl{{functions, clock, host, std::move(fetch),
                      lambda::function_registry{functions, clock, random, host, std::move(defaults)}}}} {}

lambda_rest::~lambda_rest() = default;

lambda::function_registry& lambda_rest::registry() {
    return impl_->world.registry;
}

void lambda_rest::handle(http_request request, http_answer answer) {
    // Every answer has an id; an invocation's is its own.
    const auto identified = [answer = std::move(answer),
                             id = impl_->world.registry.new_revision()](http_response response) {
        if (!response.fields.find("x-amzn-RequestId"))
            response.fields.add("x-amzn-RequestId", id);
        answer(std::move(response));
    };
    auto found = lambda_api::match(request.method, request.path());
    if (!found)
        return identified(lambda_api::error_answer(404, "UnknownOperationException",
                                                   request.method + ' ' + std::string{request.path()} +
                                                       " is no operation of Lambda's that Sendlab has"));
    lambda_api::run(impl_->world, request, std::move(*found), identified);
}

std::string lambda_rest::action_of(const http_request& request) const {
    const auto found = lambda_api::match(request.method, request.path());
    return found ? std::string{found->found->action} : std::string{};
}

http_response lambda_rest::failure(const http_request&, unsigned status, std::string_view code,
                                   std::string_view message) const {
    return lambda_api::error_answer(status, code, message);
}

} // namespace sendlab::api
