// What the asynchronous queue does with a function's events, and how many of it may run.
#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "api/lambda_rest/answers.hpp"
#include "api/lambda_rest/operations.hpp"

namespace sendlab::api::lambda_api {

namespace {

using lambda::errc;
using lambda::queue_settings;
using nlohmann::json;
using nlohmann::ordered_json;

std::string qualifier_of(const call& c) {
    return c.qualifier.empty() ? "$LATEST" : c.qualifier;
}

std::string qualified_arn(world& w, const call& c) {
    return w.registry.find(c.function)->latest.arn + ':' + qualifier_of(c);
}

http_response no_function() {
    return error_answer({errc::resource_not_found, "The function doesn't exist."});
}

/// What is set for the function; null if nothing is.
const queue_settings* find_queue(world& w, const call& c) {
    auto* const entry = w.registry.find(c.function);
    const auto found = entry ? entry->queues.find(qualifier_of(c)) : decltype(entry->queues.end()){};
    return entry && found != entry->queues.end() ? &found->second : nullptr;
}

http_response no_queue(world& w, const call& c) {
    return error_answer({errc::resource_not_found,
                         "The function " + qualified_arn(w, c) + " doesn't have an EventInvokeConfig"});
}

std::string destination(const json& body, const char* which) {
    const auto all = body.value("DestinationConfig", json::object());
    return all.value(which, json::object()).value("Destination", "");
}

bool says_anything(const json& body) {
    return body.contains("MaximumRetryAttempts") || body.contains("MaximumEventAgeInSeconds") ||
           !destination(body, "OnSuccess").empty() || !destination(body, "OnFailure").empty();
}

/// Changes what the request names, in what was there.
http_response put_queue(world& w, const call& c, queue_settings settings) {
    if (!w.registry.find(c.function, c.qualifier))
        return no_function();
    if (!says_anything(c.body))
        return invalid_parameter("You must specify at least one of error handling or destination setting.");
    constexpr std::int64_t any = 1'000'000; // ranges are checked with the function's other settings
    if (c.body.contains("MaximumRetryAttempts"))
        settings.maximum_retry_attempts = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(c.body["MaximumRetryAttempts"].get<std::int64_t>(), 0, any));
    if (c.body.contains("MaximumEventAgeInSeconds"))
        settings.maximum_event_age = std::chrono::seconds{
            std::clamp<std::int64_t>(c.body["MaximumEventAgeInSeconds"].get<std::int64_t>(), 0, any)};
    if (c.body.contains("DestinationConfig")) {
        settings.on_success = destination(c.body, "OnSuccess");
        settings.on_failure = destination(c.body, "OnFailure");
    }
    if (const auto set = w.registry.set_queue(c.function, c.qualifier, &settings); !set)
        return error_answer(set.error());
    return json_answer(200, event_invoke_config(*find_queue(w, c), qualified_arn(w, c)));
}

} // namespace

http_response put_event_invoke_config(world& w, const call& c) {
    return put_queue(w, c, {});
}

http_response update_event_invoke_config(world& w, const call& c) {
    if (!w.registry.find(c.function, c.qualifier))
        return no_function();
    const auto* const present = find_queue(w, c);
    return present ? put_queue(w, c, *present) : no_queue(w, c);
}

http_response get_event_invoke_config(world& w, const call& c) {
    if (!w.registry.find(c.function, c.qualifier))
        return no_function();
    const auto* const present = find_queue(w, c);
    return present ? json_answer(200, event_invoke_config(*present, qualified_arn(w, c))) : no_queue(w, c);
}

http_response delete_event_invoke_config(world& w, const call& c) {
    if (!w.registry.find(c.function, c.qualifier))
        return no_function();
    if (!find_queue(w, c))
        return no_queue(w, c);
    const auto removed = w.registry.set_queue(c.function, c.qualifier, nullptr);
    return removed ? no_content() : error_answer(removed.error());
}

http_response list_event_invoke_configs(world& w, const call& c) {
    auto* const entry = w.registry.find(c.function);
    if (!entry)
        return no_function();
    ordered_json out;
    out["FunctionEventInvokeConfigs"] = ordered_json::array();
    for (const auto& [qualifier, settings] : entry->queues)
        out["FunctionEventInvokeConfigs"].push_back(
            event_invoke_config(settings, entry->latest.arn + ':' + qualifier));
    return json_answer(200, out);
}

http_response put_concurrency(world& w, const call& c) {
    const auto wanted = c.body.value("ReservedConcurrentExecutions", std::int64_t{-1});
    if (wanted < 0)
        return validation_error(std::to_string(wanted), "reservedConcurrentExecutions",
                                "have value greater than or equal to 0");
    const auto reserved = static_cast<std::uint32_t>(std::min<std::int64_t>(wanted, 1'000'000));
    if (const auto set = w.registry.set_concurrency(c.function, reserved); !set)
        return error_answer(set.error());
    return json_answer(200, {{"ReservedConcurrentExecutions", reserved}});
}

http_response get_concurrency(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    auto out = ordered_json::object();
    if (const auto reserved = entry->latest.config.reserved_concurrency)
        out["ReservedConcurrentExecutions"] = *reserved;
    return json_answer(200, out);
}

http_response delete_concurrency(world& w, const call& c) {
    const auto set = w.registry.set_concurrency(c.function, std::nullopt);
    return set ? no_content() : error_answer(set.error());
}

http_response put_recursion_config(world& w, const call& c) {
    const auto wanted = c.body.value("RecursiveLoop", "");
    if (wanted != "Allow" && wanted != "Terminate")
        return validation_error(wanted, "recursiveLoop", "satisfy enum value set: [Terminate, Allow]");
    const auto set = w.registry.set_recursion(
        c.function, wanted == "Allow" ? lambda::recursive_loop::allow : lambda::recursive_loop::terminate);
    return set ? get_recursion_config(w, c) : error_answer(set.error());
}

http_response get_recursion_config(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    const bool allow = entry->latest.config.recursion == lambda::recursive_loop::allow;
    return json_answer(200, {{"RecursiveLoop", allow ? "Allow" : "Terminate"}});
}

} // namespace sendlab::api::lambda_api
