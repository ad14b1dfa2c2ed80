// What is deployed: functions, buckets and what is in them, for somebody who looks and tries things by hand.
#include <nlohmann/json.hpp>

#include "api/live/live_routes.hpp"
#include "base/json_value.hpp"
#include "base/utc_text.hpp"
#include "lambda/function_registry.hpp"
#include "s3/object_store.hpp"

namespace sendlab::api::live {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t objects_a_page = 200;

http_response document(const ordered_json& what) {
    return json_response(200, json_text(what));
}

http_response s3_error(const s3::error& error) {
    const bool missing = error.code == s3::errc::no_such_bucket || error.code == s3::errc::no_such_key;
    return json_error(missing ? 404 : 400, error.message);
}

double seconds(duration d) {
    return static_cast<double>(d.count()) / 1e9;
}

ordered_json function_json(const lambda::function_description& f) {
    return {{"name", f.config.name},
            {"runtime", f.runtime},
            {"handler", f.handler},
            {"description", f.description},
            {"timeout_s", seconds(f.config.timeout)},
            {"memory_mb", f.config.memory_mb},
            {"reserved_concurrency",
             f.config.reserved_concurrency ? ordered_json(*f.config.reserved_concurrency) : ordered_json()},
            {"variables", f.variables},
            {"folder", f.code ? f.code->folder() : ""},
            {"code_size", f.code ? f.code->size() : 0},
            {"modified", utc_text(f.last_modified)}};
}

http_response list_functions(const lambda::function_registry& registry) {
    auto list = ordered_json::array();
    for (const auto& [name, function] : registry.functions())
        list.push_back(function_json(function.latest));
    return document({{"functions", std::move(list)}});
}

/// As a client of Lambda does it: the answer is Lambda's own, and comes when the function has ended.
void invoke(aws_service& lambda, const routed_request& request, http_answer answer) {
    http_request call;
    call.method = "POST";
    call.target = "/2015-03-31/functions/" + request.parameters.front() + "/invocations";
    call.fields.add("X-Amz-Log-Type", "Tail");
    if (const auto type = request.query("type"); !type.empty())
        call.fields.add("X-Amz-Invocation-Type", type);
    call.body = request.request.body;
    lambda.handle(std::move(call), std::move(answer));
}

ordered_json rule_json(const s3::notification_rule& rule) {
    return {{"id", rule.id},
            {"function", rule.function_arn.substr(rule.function_arn.rfind(':') + 1)},
            {"events", rule.events},
            {"prefix", rule.prefix()},
            {"suffix", rule.suffix()}};
}

ordered_json bucket_json(const std::string& name, const s3::bucket& bucket) {
    auto rules = ordered_json::array();
    for (const auto& rule : bucket.notifications.rules)
        rules.push_back(rule_json(rule));
    return {{"name", name},
            {"created", utc_text(bucket.created)},
            {"objects", bucket.objects().size()},
            {"bytes", bucket.bytes()},
            {"notifications", std::move(rules)}};
}

http_response list_buckets(s3::object_store& store) {
    auto list = ordered_json::array();
    for (const auto& name : store.bucket_names())
        if (const auto opened = store.open_bucket(name))
            list.push_back(bucket_json(name, **opened));
    return document({{"buckets", std::move(list)}});
}

http_response list_objects(s3::object_store& store, const routed_request& request) {
    const auto listed =
        store.list_objects(request.parameters.front(), request.query("prefix"), request.query("delimiter"),
                           request.query("after"), objects_a_page);
    if (!listed)
        return s3_error(listed.error());
    auto objects = ordered_json::array();
    for (const auto& [key, object] : listed->objects)
        objects.push_back(
            {{"key", key}, {"size", object->body.size()}, {"modified", utc_text(object->last_modified)}});
    return document({{"objects", std::move(objects)},
                     {"folders", listed->common_prefixes},
                     {"next", listed->truncated ? ordered_json(listed->next_start_after) : ordered_json()}});
}

/// Whatever it is, a browser may only save it or read it as text: objects are strangers' files.
http_response get_object(s3::object_store& store, const routed_request& request) {
    const auto found = store.get_object(request.parameters.front(), request.query("key"));
    if (!found)
        return s3_error(found.error());
    http_response response;
    const bool save = request.query("dl") == "1";
    response.fields.add("Content-Type", save ? "application/octet-stream" : "text/plain; charset=utf-8");
    response.fields.add("Content-Disposition", save ? "attachment" : "inline");
    response.fields.add("Content-Security-Policy", "sandbox; default-src 'none'");
    response.fields.add("X-Content-Type-Options", "nosniff");
    response.body = (*found)->body.bytes();
    return response;
}

http_response notify(s3::object_store& store, const routed_request& request) {
    const auto told = store.notify_again(request.parameters.front(), request.query("key"));
    if (!told)
        return s3_error(told.error());
    return *told ? document({{"notified", true}})
                 : json_error(409, "no notification of this bucket is for this key");
}

} // namespace

void add_account_routes(own_api& api, const account_parts& parts) {
    auto& store = parts.store;
    api.add("GET", "/_sendlab/functions",
            [&registry = parts.registry](const routed_request&) { return list_functions(registry); });
    api.add_late("POST", "/_sendlab/functions/{name}/invocations",
                 [&lambda = parts.lambda](const routed_request& r, http_answer answer) {
                     invoke(lambda, r, std::move(answer));
                 });
    api.add("GET", "/_sendlab/buckets", [&store](const routed_request&) { return list_buckets(store); });
    api.add("GET", "/_sendlab/buckets/{name}/objects",
            [&store](const routed_request& r) { return list_objects(store, r); });
    api.add("GET", "/_sendlab/buckets/{name}/object",
            [&store](const routed_request& r) { return get_object(store, r); });
    api.add("POST", "/_sendlab/buckets/{name}/notifications",
            [&store](const routed_request& r) { return notify(store, r); });
}

} // namespace sendlab::api::live
