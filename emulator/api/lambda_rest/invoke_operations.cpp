// Invocations.
#include <utility>

#include <nlohmann/json.hpp>

#include "api/lambda_rest/answers.hpp"
#include "api/lambda_rest/event_stream.hpp"
#include "api/lambda_rest/operations.hpp"
#include "base/base64.hpp"
#include "base/json_value.hpp"
#include "lambda/trace_header.hpp"

namespace sendlab::api::lambda_api {

namespace {

using lambda::errc;
using nlohmann::json;

// What an event may have, in bytes; for the queue since October 2025 (before: 256 KB).
constexpr std::uint64_t call_limit = 6'291'456;
constexpr std::uint64_t event_limit = 1'048'576;

class received_event final : public lambda::event_document {
public:
    received_event(std::string document, std::string client_context, std::uint32_t ancestors)
        : document_{std::move(document)}, client_context_{std::move(client_context)}, ancestors_{ancestors} {}
    [[nodiscard]] std::string json() const override { return document_; }
    [[nodiscard]] std::string client_context() const override { return client_context_; }
    [[nodiscard]] std::uint32_t ancestors() const override { return ancestors_; }

private:
    std::string document_;
    std::string client_context_;
    std::uint32_t ancestors_;
};

using event_ptr = std::shared_ptr<const lambda::event_document>;

/// The request's body as the event of an invocation of this type.
result<event_ptr, lambda::error> take_event(const http_request& request, std::string_view type,
                                            std::uint64_t limit) {
    if (request.body->size() > limit)
        return lambda::error{errc::request_too_large, std::to_string(request.body->size()) +
                                                          " byte payload is too large for the " +
                                                          std::string{type} + " invocation type (limit " +
                                                          std::to_string(limit) + " bytes)"};
    auto text = to_string(*request.body);
    if (text.empty())
        text = "{}";
    if (!is_json(text))
        return lambda::error{
            errc::invalid_request_content,
            "Could not parse request body into json: Could not parse payload into json: it is "
            "not valid JSON (RFC 8259)"};
    std::string client_context;
    if (const auto* encoded = request.fields.find("X-Amz-Client-Context")) {
        auto decoded = base64_decoded(*encoded);
        if (!decoded || !is_json(*decoded))
            return lambda::error{errc::invalid_request_content,
                                 "Client context must be a valid Base64-encoded JSON object."};
        client_context = std::move(*decoded);
    }
    return event_ptr{
        std::make_shared<received_event>(std::move(text), std::move(client_context),
                                         lambda::ancestors_after(request.fields.get("X-Amzn-Trace-Id")))};
}

/// As the function is named to the service.
std::string target_of(const call& c) {
    return c.qualifier.empty() ? c.function : c.function + ':' + c.qualifier;
}

/// Keys chance for calls; other events count from the bottom.
std::uint64_t next_entity(world& w) {
    return (std::uint64_t{1} << 63) + ++w.calls;
}

bool wants_log(const call& c) {
    return c.request.fields.get("X-Amz-Log-Type") == "Tail";
}

void invoke_now(world& w, const call& c, http_answer answer) {
    const auto event = take_event(c.request, "RequestResponse", call_limit);
    if (!event)
        return answer(error_answer(event.error()));
    const auto id = std::make_shared<std::string>(); // known to the answer, which comes later
    const auto on_result = [answer, id, log = wants_log(c)](lambda::call_result result) {
        auto response = http_response::text(200, "application/json", std::move(result.payload));
        response.fields.add("x-amzn-RequestId", *id);
        response.fields.add("X-Amz-Executed-Version", result.executed_version);
        if (!result.succeeded)
            response.fields.add("X-Amz-Function-Error", "Unhandled");
        if (log)
            response.fields.add("X-Amz-Log-Result", base64(result.log_tail));
        answer(std::move(response));
    };
    const auto begun = w.functions.invoke(target_of(c), *event, next_entity(w), on_result);
    if (!begun)
        return answer(error_answer(begun.error()));
    *id = begun->text();
}

void invoke_later(world& w, const call& c, const http_answer& answer, http_response accepted) {
    const auto event = take_event(c.request, "Event", event_limit);
    if (!event)
        return answer(error_answer(event.error()));
    const auto id = w.functions.invoke_async(target_of(c), *event, next_entity(w));
    if (!id)
        return answer(error_answer(id.error()));
    accepted.fields.add("x-amzn-RequestId", id->text());
    answer(std::move(accepted));
}

void dry_run(world& w, const call& c, const http_answer& answer) {
    const auto found = w.functions.resolve(target_of(c));
    answer(found ? no_content() : error_answer(found.error()));
}

std::string completion(const lambda::call_result& result, bool log) {
    nlohmann::ordered_json out = nlohmann::ordered_json::object();
    if (!result.succeeded)
        out = {{"ErrorCode", "Unhandled"}, {"ErrorDetails", result.payload}};
    if (log)
        out["LogResult"] = base64(result.log_tail);
    return json_text(out);
}

std::string stream_of(const lambda::call_result& result, bool log) {
    std::string stream;
    if (result.succeeded)
        stream = event_stream_message({{":event-type", "PayloadChunk"},
                                       {":content-type", "application/octet-stream"},
                                       {":message-type", "event"}},
                                      result.payload);
    return stream + event_stream_message({{":event-type", "InvokeComplete"},
                                          {":content-type", "application/json"},
                                          {":message-type", "event"}},
                                         completion(result, log));
}

} // namespace

void invoke(world& w, const call& c, http_answer answer) {
    const auto type = c.request.fields.get("X-Amz-Invocation-Type");
    if (type.empty() || type == "RequestResponse")
        return invoke_now(w, c, std::move(answer));
    if (type == "DryRun")
        return dry_run(w, c, answer);
    if (type != "Event")
        return answer(validation_error(type, "invocationType",
                                       "satisfy enum value set: [Event, RequestResponse, DryRun]"));
    http_response accepted;
    accepted.status = 202;
    invoke_later(w, c, answer, std::move(accepted));
}

void invoke_async(world& w, const call& c, http_answer answer) {
    invoke_later(w, c, answer, json_answer(202, {{"Status", 202}}));
}

void invoke_with_response_stream(world& w, const call& c, http_answer answer) {
    const auto event = take_event(c.request, "RequestResponse", call_limit);
    if (!event)
        return answer(error_answer(event.error()));
    const auto on_result = [answer, log = wants_log(c)](const lambda::call_result& result) {
        auto response =
            http_response::text(200, "application/vnd.amazon.eventstream", stream_of(result, log));
        response.fields.add("X-Amz-Executed-Version", result.executed_version);
        answer(std::move(response));
    };
    if (const auto begun = w.functions.invoke(target_of(c), *event, next_entity(w), on_result); !begun)
        answer(error_answer(begun.error()));
}

} // namespace sendlab::api::lambda_api
