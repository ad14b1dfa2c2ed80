#include "api/edge_router.hpp"

#include <utility>

#include "api/destination.hpp"
#include "api/request_signature.hpp"
#include "api/unknown_service.hpp"

namespace sendlab::api {

namespace {

std::string between(std::string_view text, std::string_view opening, char closing) {
    const auto begin = text.find(opening);
    if (begin == std::string_view::npos)
        return {};
    const auto rest = text.substr(begin + opening.size());
    return std::string{rest.substr(0, rest.find(closing))};
}

/// A name that a client has made up: short, and without anything that means something elsewhere.
std::string plain_name(std::string_view name) {
    std::string plain{name.substr(0, 64)};
    std::erase_if(plain, [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-');
    });
    return plain;
}

/// Wherever the protocol puts it: a field (REST with JSON), XML, or JSON.
std::string error_code_of(const http_response& response) {
    if (response.status < 400)
        return {};
    if (const auto type = response.fields.get("x-amzn-ErrorType"); !type.empty())
        return std::string{type.substr(0, type.find(':'))};
    const auto bytes = response.body ? response.body->in_memory() : std::nullopt;
    if (!bytes)
        return {};
    auto code = between(*bytes, "<Code>", '<');
    return code.empty() ? between(*bytes, "\"__type\":\"", '"') : code;
}

} // namespace

std::string log_line(const finished_call& call) {
    auto line = "AWS " + call.service + '.' + (call.action.empty() ? "?" : call.action) + " => ";
    line += call.status == 0 ? "no answer" : std::to_string(call.status);
    if (!call.error_code.empty())
        line += " (" + call.error_code + ')';
    return line;
}

namespace {

std::string_view internal_error_of(std::string_view service) {
    return service == "s3" ? "InternalError" : service == "lambda" ? "ServiceException" : "InternalFailure";
}

} // namespace

struct edge_router::call {
    aws_service& service;
    std::string name;
    std::string action;
    http_request request;
    http_answer answer;
    std::string access_key;
    time_point began;
    call_condition condition{};
    http_response response{};
};

edge_router::edge_router(scheduler& clock) : clock_{clock} {}

edge_router::~edge_router() = default;

void edge_router::set_service(const std::string& name, aws_service& service) {
    services_[name] = &service;
}

void edge_router::set_own_api(http_service& service) {
    own_api_ = &service;
}

void edge_router::set_conditions(call_conditions* conditions) {
    conditions_ = conditions;
}

void edge_router::verify_signatures(std::string secret) {
    secret_ = std::move(secret);
}

void edge_router::set_gate(answer_gate* gate) {
    gate_ = gate;
}

void edge_router::on_call(call_listener listener) {
    listener_ = std::move(listener);
}

void edge_router::handle(http_request request, http_answer answer) {
    auto name = destination_of(request);
    if (own_api_ && name == "own")
        return own_api_->handle(std::move(request), std::move(answer));
    const auto found = services_.find(name);
    if (found == services_.end()) {
        auto response = not_emulated(name, request);
        if (listener_)
            listener_({plain_name(name), plain_name(query_action(request)), response.status,
                       error_code_of(response)});
        return answer(std::move(response));
    }
    auto& service = *found->second;
    if (!listener_ && !conditions_ && !secret_ && !gate_)
        return service.handle(std::move(request), std::move(answer));
    auto action = plain_name(service.action_of(request)); // SES takes it from what the client sends
    auto access_key = between(request.fields.get("Authorization"), "Credential=", '/');
    begin(std::make_shared<call>(call{service, std::move(name), std::move(action), std::move(request),
                                      std::move(answer), std::move(access_key), clock_.now()}));
}

void edge_router::begin(std::shared_ptr<call> now) {
    if (auto refusal = unsigned_refusal(*now))
        return end(now, std::move(*refusal));
    if (conditions_)
        now->condition = conditions_->of(now->name, now->action, now->request);
    const auto delay = now->condition.before_action;
    after(delay, [this, now = std::move(now)] { act(now); });
}

std::optional<http_response> edge_router::unsigned_refusal(const call& now) const {
    if (!secret_ || now.name == "s3")
        return std::nullopt;
    const auto why = refusal_of_signature(now.request, *secret_, clock_.now());
    return why ? std::optional{now.service.failure(now.request, why->status, why->code, why->message)}
               : std::nullopt;
}

void edge_router::act(const std::shared_ptr<call>& now) {
    const auto& condition = now->condition;
    if (condition.cut_off && condition.cut_off())
        now->condition.end = call_condition::ending::drop_connection;
    if (condition.end == call_condition::ending::drop_connection)
        return end(now, {});
    if (const auto& fail = condition.fail)
        return end(now, now->service.failure(now->request, fail->status, fail->code, fail->message));
    now->service.handle(gate_ ? now->request : std::move(now->request),
                        [this, now](http_response response) { end(now, std::move(response)); });
}

void edge_router::end(const std::shared_ptr<call>& now, http_response response) {
    now->response = std::move(response);
    if (gate_)
        return hold(now);
    after(now->condition.before_answer, [this, now] { leave(*now); });
}

void edge_router::hold(const std::shared_ptr<call>& now) {
    gate_->wait([this, now](bool kept) {
        if (!kept && !only_reads(now->request.method))
            now->response = now->service.failure(now->request, 500, internal_error_of(now->name),
                                                 "We encountered an internal error. Please try again.");
        after(now->condition.before_answer, [this, now] { leave(*now); });
    });
}

void edge_router::leave(call& over) {
    const auto answer = std::exchange(over.answer, {}); // one that goes without a call closes the connection
    if (!answer)
        return; // the service has answered before
    const bool lost = over.condition.end != call_condition::ending::answer;
    if (listener_)
        listener_({over.name, over.action, lost ? 0 : over.response.status,
                   lost ? std::string{} : error_code_of(over.response), over.access_key, over.began,
                   clock_.now() - over.began});
    if (!lost)
        answer(std::move(over.response));
}

/// Without a delay it happens within the call, so that a call costs no timer.
void edge_router::after(duration delay, std::function<void()> next) {
    if (delay <= duration::zero())
        return next();
    clock_.run_after(delay, std::move(next));
}

} // namespace sendlab::api
