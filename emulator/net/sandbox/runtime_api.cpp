#include "net/sandbox/runtime_api.hpp"

#include <cassert>
#include <utility>

#include "base/json_text.hpp"

namespace sendlab::net::sandbox {

namespace {

using api::http_request;
using api::http_response;

http_response json(unsigned status, std::string body) {
    return http_response::text(status, "application/json", std::move(body));
}

http_response accepted() {
    return json(202, "{\"status\":\"OK\"}\n");
}

http_response refusal(unsigned status, std::string_view type, std::string_view message) {
    std::string body = R"({"errorMessage":)";
    append_json_string(body, message);
    body += R"(,"errorType":)";
    append_json_string(body, type);
    body += "}\n";
    return json(status, std::move(body));
}

} // namespace

std::string answer_too_large() {
    return R"({"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded )"
           R"(maximum allowed payload size ()" +
           std::to_string(largest_answer) + R"( bytes)."})";
}

void runtime_api::handle(http_request request, api::http_answer answer) {
    became_idle_ = false;
    init_error_.reset();
    auto response = respond(request, answer);
    if (answer)
        answer(std::move(response));
    // Last: the owner may end all this from inside.
    if (became_idle_)
        owner_.on_idle(std::exchange(answered_, std::nullopt));
    else if (init_error_)
        owner_.on_init_error(std::move(*init_error_));
}

http_response runtime_api::respond(const http_request& request, api::http_answer& answer) {
    constexpr std::string_view runtime = "/2018-06-01/runtime/";
    constexpr std::string_view invocation = "invocation/";
    auto path = request.path();
    if (!path.starts_with(runtime))
        return refusal(404, "NotFound", "Not found");
    path.remove_prefix(runtime.size());
    if (request.method == "GET" && path == "invocation/next")
        return next(answer);
    if (request.method == "POST" && path == "init/error")
        return init_error(request);
    if (request.method == "POST" && path.starts_with(invocation))
        return take_answer(request, path.substr(invocation.size()));
    return refusal(404, "NotFound", "Not found");
}

/// Waits: takes the answer away.
http_response runtime_api::next(api::http_answer& answer) {
    if (state_ == state::failed || state_ == state::running)
        return refuse_transition("Ready");
    waiting_ = std::exchange(answer, nullptr);
    became_idle_ = state_ != state::idle;
    state_ = state::idle;
    return {};
}

http_response runtime_api::init_error(const http_request& request) {
    if (state_ != state::starting)
        return refuse_transition("InitError");
    state_ = state::failed;
    init_error_ = to_string(*request.body);
    return accepted();
}

/// `rest`: "<id>/response" or "<id>/error".
http_response runtime_api::take_answer(const http_request& request, std::string_view rest) {
    const auto slash = rest.find('/');
    const auto verb = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    const bool succeeded = verb == "response";
    if (!succeeded && verb != "error")
        return refusal(404, "NotFound", "Not found");
    if (rest.substr(0, slash) != request_id_ || request_id_.empty())
        return refusal(400, "InvalidRequestID", "Invalid request ID");
    if (state_ != state::running)
        return refuse_transition(succeeded ? "InvocationResponse" : "InvocationErrorResponse");
    state_ = state::answered;
    if (request.body->size() > largest_answer) {
        answered_ = runtime_answer{false, answer_too_large()};
        return refusal(413, "RequestEntityTooLarge",
                       "Exceeded maximum allowed payload size (" + std::to_string(largest_answer) +
                           " bytes).");
    }
    answered_ = runtime_answer{succeeded, to_string(*request.body)};
    return accepted();
}

http_response runtime_api::refuse_transition(std::string_view to) const {
    constexpr std::string_view names[] = {"Started", "Ready", "Running", "ResponseSent", "InitError"};
    std::string message = "State transition from ";
    message.append(names[static_cast<std::size_t>(state_)]).append(" to ").append(to);
    message += " failed for runtime. Error: State transition is not allowed";
    return refusal(403, "InvalidStateTransition", message);
}

void runtime_api::deliver(const runtime_event& event) {
    assert(state_ == state::idle && waiting_);
    state_ = state::running;
    request_id_ = event.request_id;
    auto response = json(200, event.payload);
    response.fields.add("Lambda-Runtime-Aws-Request-Id", event.request_id);
    response.fields.add("Lambda-Runtime-Deadline-Ms", std::to_string(event.deadline_ms));
    response.fields.add("Lambda-Runtime-Invoked-Function-Arn", event.function_arn);
    response.fields.add("Lambda-Runtime-Trace-Id", event.trace_id);
    if (!event.client_context.empty())
        response.fields.add("Lambda-Runtime-Client-Context", event.client_context);
    std::exchange(waiting_, nullptr)(std::move(response));
}

} // namespace sendlab::net::sandbox
