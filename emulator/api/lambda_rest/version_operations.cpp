// Versions and aliases.
#include <nlohmann/json.hpp>

#include "api/lambda_rest/answers.hpp"
#include "api/lambda_rest/operations.hpp"
#include "lambda/function_name.hpp"

namespace sendlab::api::lambda_api {

namespace {

using lambda::errc;
using nlohmann::ordered_json;

struct found_alias {
    const lambda::function_entry* function;
    const lambda::alias_description* alias;
};

/// The alias that the path names.
result<found_alias, http_response> find_alias(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    const auto found = entry->aliases.find(c.names[1]);
    if (found == entry->aliases.end())
        return error_answer(
            {errc::resource_not_found, "Cannot find alias arn: " + entry->latest.arn + ':' + c.names[1]});
    return found_alias{entry, &found->second};
}

std::optional<http_response> refuse_routing(const call& c) {
    const auto routing = c.body.value("RoutingConfig", nlohmann::json::object());
    if (routing.is_object() && !routing.value("AdditionalVersionWeights", nlohmann::json::object()).empty())
        return invalid_parameter("Sendlab's aliases stand for one version each.");
    return std::nullopt;
}

http_response put_alias(world& w, const call& c, lambda::alias_description wanted, unsigned status) {
    const auto kept = w.registry.put_alias(c.function, std::move(wanted));
    if (!kept)
        return error_answer(kept.error());
    return json_answer(status, alias_configuration(**kept, w.registry.find(c.function)->latest.arn));
}

} // namespace

http_response publish_version(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    const auto sha256 = c.body.value("CodeSha256", "");
    if (!sha256.empty() && sha256 != entry->latest.code->sha256())
        return invalid_parameter("CodeSHA256 (" + sha256 +
                                 ") is different from current CodeSHA256 in $LATEST (" +
                                 entry->latest.code->sha256() +
                                 "). Please try again with the CodeSHA256 in "
                                 "$LATEST.");
    const auto version = w.registry.publish(c.function, c.body.value("Description", ""));
    return version ? json_answer(201, configuration(**version, freshness::created))
                   : error_answer(version.error());
}

http_response list_versions(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    auto latest = configuration(entry->latest);
    latest["FunctionArn"] = entry->latest.arn + ":$LATEST";
    ordered_json out;
    out["Versions"] = ordered_json::array({std::move(latest)});
    for (const auto& [number, version] : entry->versions)
        out["Versions"].push_back(configuration(version));
    return json_answer(200, out);
}

http_response create_alias(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    lambda::alias_description wanted;
    wanted.name = c.body.value("Name", "");
    wanted.version = c.body.value("FunctionVersion", "");
    wanted.description = c.body.value("Description", "");
    const bool is_number = wanted.name.find_first_not_of("0123456789") == std::string::npos;
    if (!lambda::is_qualifier(wanted.name) || is_number)
        return validation_error(wanted.name, "name",
                                "satisfy regular expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)");
    if (entry->aliases.contains(wanted.name))
        return error_answer(
            {errc::resource_conflict, "Alias already exists: " + entry->latest.arn + ':' + wanted.name});
    if (auto refused = refuse_routing(c))
        return std::move(*refused);
    return put_alias(w, c, std::move(wanted), 201);
}

http_response get_alias(world& w, const call& c) {
    const auto found = find_alias(w, c);
    if (!found)
        return found.error();
    return json_answer(200, alias_configuration(*found->alias, found->function->latest.arn));
}

http_response list_aliases(world& w, const call& c) {
    const auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    const auto version = c.query("FunctionVersion");
    ordered_json out;
    out["Aliases"] = ordered_json::array();
    for (const auto& [name, alias] : entry->aliases)
        if (version.empty() || version == alias.version)
            out["Aliases"].push_back(alias_configuration(alias, entry->latest.arn));
    return json_answer(200, out);
}

http_response update_alias(world& w, const call& c) {
    const auto found = find_alias(w, c);
    if (!found)
        return found.error();
    if (auto refused = refuse_routing(c))
        return std::move(*refused);
    auto wanted = *found->alias;
    wanted.version = c.body.value("FunctionVersion", wanted.version);
    wanted.description = c.body.value("Description", wanted.description);
    return put_alias(w, c, std::move(wanted), 200);
}

http_response delete_alias(world& w, const call& c) {
    const auto removed = w.registry.remove_alias(c.function, c.names[1]);
    return removed ? no_content() : error_answer(removed.error());
}

} // namespace sendlab::api::lambda_api
