// Functions: made, shown, changed, deleted.
#include <algorithm>
#include <charconv>
#include <chrono>

#include <nlohmann/json.hpp>

#include "api/lambda_rest/answers.hpp"
#include "api/lambda_rest/code_source.hpp"
#include "api/lambda_rest/operations.hpp"
#include "lambda/function_name.hpp"

namespace sendlab::api::lambda_api {

namespace {

using lambda::function_description;
using nlohmann::json;
using nlohmann::ordered_json;

/// What would be accepted only to be without any effect.
std::optional<http_response> refuse_unknown(const json& body) {
    if (body.value("PackageType", "Zip") != "Zip" || body.contains("ImageConfig"))
        return invalid_parameter("Sendlab runs zip archives, not container images.");
    if (body.contains("Layers") && !body["Layers"].empty())
        return invalid_parameter("Sendlab has no layers: put what they contain into the function's archive.");
    if (body.contains("FileSystemConfigs") && !body["FileSystemConfigs"].empty())
        return invalid_parameter("Sendlab has no EFS file systems.");
    if (body.contains("SnapStart") && body["SnapStart"].value("ApplyOn", "None") != "None")
        return invalid_parameter("Sendlab has no SnapStart.");
    return std::nullopt;
}

std::vector<std::string> words(const json& body, const char* name) {
    return body.contains(name) ? body[name].get<std::vector<std::string>>() : std::vector<std::string>{};
}

void take_number(const json& body, const char* name, std::uint32_t& into) {
    if (body.contains(name))
        into = static_cast<std::uint32_t>(
            std::clamp<std::int64_t>(body[name].get<std::int64_t>(), 0, 1'000'000));
}

void take_text(const json& body, const char* name, std::string& into) {
    if (body.contains(name))
        into = body[name].get<std::string>();
}

void take_options(const json& body, function_description& into) {
    if (body.contains("Environment"))
        into.variables = body["Environment"].value("Variables", std::map<std::string, std::string>{});
    if (body.contains("DeadLetterConfig"))
        into.config.dead_letter_target = body["DeadLetterConfig"].value("TargetArn", "");
    if (body.contains("TracingConfig"))
        into.tracing = body["TracingConfig"].value("Mode", "PassThrough");
    if (body.contains("EphemeralStorage"))
        take_number(body["EphemeralStorage"], "Size", into.ephemeral_storage_mb);
    if (body.contains("LoggingConfig"))
        take_text(body["LoggingConfig"], "LogGroup", into.log_group);
    if (body.contains("VpcConfig")) {
        into.subnets = words(body["VpcConfig"], "SubnetIds");
        into.security_groups = words(body["VpcConfig"], "SecurityGroupIds");
    }
}

/// What CreateFunction and UpdateFunctionConfiguration have in common.
void take_configuration(const json& body, function_description& into) {
    take_text(body, "Role", into.role);
    take_text(body, "Runtime", into.runtime);
    take_text(body, "Handler", into.handler);
    take_text(body, "Description", into.description);
    take_number(body, "MemorySize", into.config.memory_mb);
    if (body.contains("Timeout"))
        into.config.timeout =
            std::chrono::seconds{std::clamp<std::int64_t>(body["Timeout"].get<std::int64_t>(), 0, 1'000'000)};
    take_options(body, into);
}

http_response null_member(std::string_view member) {
    std::string message = "1 validation error detected: Value null at '";
    message.append(member).append("' failed to satisfy constraint: Member must not be null");
    return error_answer({lambda::errc::validation, std::move(message)});
}

std::optional<http_response> check_revision(const call& c, const std::string& current) {
    const auto expected = c.body.value("RevisionId", "");
    if (expected.empty() || expected == current)
        return std::nullopt;
    return error_answer({lambda::errc::precondition_failed,
                         "The Revision Id provided does not match the latest Revision Id. Call the "
                         "GetFunction/GetAlias API to retrieve the latest Revision Id"});
}

/// The function or version that a call is about.
result<const function_description*, http_response> described(world& w, const call& c) {
    if (const auto* found = w.registry.find(c.function, c.qualifier))
        return found;
    return error_answer(w.registry.not_found(c.function, c.qualifier));
}

http_response publish_too(world& w, const std::string& name, freshness fresh) {
    const auto version = w.registry.publish(name, {});
    if (!version)
        return error_answer(version.error());
    return json_answer(fresh == freshness::created ? 201 : 200, configuration(**version, fresh));
}

std::size_t number_of(const std::string& text, std::size_t otherwise) {
    std::size_t number = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

http_response create_function(world& w, const call& c) {
    for (const auto* member : {"FunctionName", "Role", "Code"})
        if (!c.body.contains(member))
            return null_member(std::string{static_cast<char>(*member + ('a' - 'A'))} + (member + 1));
    const auto& wanted = c.body["FunctionName"].get_ref<const std::string&>();
    const auto meant = lambda::resolve_function_name(w.functions.account(), wanted);
    if (!meant || !meant->qualifier.empty())
        return validation_error(wanted, "functionName",
                                "satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}"
                                "((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?"
                                "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");
    const std::string name{meant->name};
    if (w.registry.find(name))
        return error_answer({lambda::errc::resource_conflict, "Function already exist: " + name});
    if (auto refused = refuse_unknown(c.body))
        return std::move(*refused);

    function_description made;
    made.config.name = name;
    take_configuration(c.body, made);
    made.architectures = c.body.value("Architectures", made.architectures);
    auto code = receive_code(w, c.body["Code"]);
    if (!code)
        return error_answer(code.error());
    made.code = std::move(*code);
    const auto created = w.registry.create(std::move(made));
    if (!created)
        return error_answer(created.error());
    w.registry.find(name)->tags = c.body.value("Tags", std::map<std::string, std::string>{});
    if (c.body.value("Publish", false))
        return publish_too(w, name, freshness::created);
    return json_answer(201, configuration(**created, freshness::created));
}

http_response get_function(world& w, const call& c) {
    const auto found = described(w, c);
    if (!found)
        return found.error();
    const auto& entry = *w.registry.find(c.function);
    ordered_json out;
    out["Configuration"] = configuration(**found);
    out["Code"]["RepositoryType"] = "S3";
    if ((*found)->code->archive())
        out["Code"]["Location"] = (c.request.tls ? "https://" : "http://") +
                                  std::string{c.request.fields.get("Host")} + "/2015-03-31/functions/" +
                                  c.function + "/code?Qualifier=" + (*found)->config.version;
    else
        out["Code"]["Location"] = "file://" + (*found)->code->folder();
    if (!entry.tags.empty())
        out["Tags"] = entry.tags;
    if (const auto reserved = entry.latest.config.reserved_concurrency)
        out["Concurrency"]["ReservedConcurrentExecutions"] = *reserved;
    return json_answer(200, out);
}

http_response get_function_configuration(world& w, const call& c) {
    const auto found = described(w, c);
    return found ? json_answer(200, configuration(**found)) : found.error();
}

http_response get_code(world& w, const call& c) {
    const auto found = described(w, c);
    if (!found)
        return found.error();
    http_response response;
    response.fields.add("Content-Type", "application/zip");
    response.body = (*found)->code->archive();
    if (!response.body)
        return error_answer({lambda::errc::resource_not_found, "The code is a folder of this machine."});
    return response;
}

http_response list_functions(world& w, const call& c) {
    constexpr std::size_t most = 50;
    std::vector<const function_description*> all;
    for (const auto& [name, entry] : w.registry.functions()) {
        all.push_back(&entry.latest);
        if (c.query("FunctionVersion") == "ALL")
            for (const auto& [number, version] : entry.versions)
                all.push_back(&version);
    }
    const auto first = std::min(number_of(c.query("Marker"), 0), all.size());
    const auto count = std::clamp<std::size_t>(number_of(c.query("MaxItems"), most), 1, most);
    const auto last = std::min(first + count, all.size());
    ordered_json out;
    out["Functions"] = ordered_json::array();
    for (auto i = first; i < last; ++i)
        out["Functions"].push_back(configuration(*all[i]));
    if (last < all.size())
        out["NextMarker"] = std::to_string(last);
    return json_answer(200, out);
}

http_response update_function_code(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    if (auto refused = check_revision(c, entry->latest.revision_id))
        return std::move(*refused);
    const auto code = receive_code(w, c.body);
    if (!code)
        return error_answer(code.error());
    if (c.body.value("DryRun", false)) {
        auto shown = entry->latest;
        shown.code = *code;
        return json_answer(200, configuration(shown));
    }
    const auto updated = w.registry.update(c.function, [&](function_description& what) {
        what.code = *code;
        what.architectures = c.body.value("Architectures", what.architectures);
    });
    if (!updated)
        return error_answer(updated.error());
    if (c.body.value("Publish", false))
        return publish_too(w, c.function, freshness::updated);
    return json_answer(200, configuration(**updated, freshness::updated));
}

http_response update_function_configuration(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    if (auto refused = check_revision(c, entry->latest.revision_id))
        return std::move(*refused);
    if (auto refused = refuse_unknown(c.body))
        return std::move(*refused);
    const auto updated =
        w.registry.update(c.function, [&](function_description& what) { take_configuration(c.body, what); });
    if (!updated)
        return error_answer(updated.error());
    return json_answer(200, configuration(**updated, freshness::updated));
}

http_response delete_function(world& w, const call& c) {
    const auto removed = w.registry.remove(c.function, c.qualifier);
    return removed ? no_content() : error_answer(removed.error());
}

http_response get_account_settings(world& w, const call&) {
    std::uint64_t size = 0;
    for (const auto& [name, entry] : w.registry.functions())
        size += entry.latest.code->size();
    return json_answer(
        200, {{"AccountLimit",
               {{"TotalCodeSize", 80'530'636'800},
                {"CodeSizeUnzipped", 262'144'000},
                {"CodeSizeZipped", 52'428'800},
                {"ConcurrentExecutions", w.functions.account().concurrency},
                {"UnreservedConcurrentExecutions", w.functions.unreserved_concurrency()}}},
              {"AccountUsage", {{"TotalCodeSize", size}, {"FunctionCount", w.registry.functions().size()}}}});
}

http_response get_code_signing_config(world& w, const call& c) {
    if (!w.registry.find(c.function))
        return error_answer(w.registry.not_found(c.function));
    return json_answer(200, {{"FunctionName", c.function}});
}

http_response list_event_source_mappings(world&, const call&) {
    return json_answer(200, {{"EventSourceMappings", ordered_json::array()}});
}

} // namespace sendlab::api::lambda_api
