// Tags of functions. The path has the function's ARN.
#include <nlohmann/json.hpp>

#include "api/lambda_rest/answers.hpp"
#include "api/lambda_rest/operations.hpp"

namespace sendlab::api::lambda_api {

namespace {

constexpr std::size_t most_tags = 50;

} // namespace

http_response tag_resource(world& w, const call& c) {
    auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    auto tags = entry->tags;
    for (const auto& [key, value] : c.body.value("Tags", std::map<std::string, std::string>{}))
        tags[key] = value;
    if (tags.size() > most_tags)
        return invalid_parameter("Number of tags exceeds resource tag limit.");
    entry->tags = std::move(tags);
    return no_content();
}

http_response list_tags(world& w, const call& c) {
    auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    return json_answer(200, {{"Tags", entry->tags}});
}

http_response untag_resource(world& w, const call& c) {
    auto* const entry = w.registry.find(c.function);
    if (!entry)
        return error_answer(w.registry.not_found(c.function));
    for (const auto& [name, value] : parse_query(c.request.query()))
        if (name == "tagKeys")
            entry->tags.erase(value);
    return no_content();
}

} // namespace sendlab::api::lambda_api
