#include "api/own_api.hpp"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

std::vector<std::string> segments_of(std::string_view path) {
    std::vector<std::string> segments;
    while (!path.empty()) {
        path.remove_prefix(path.front() == '/' ? 1 : 0);
        const auto end = std::min(path.find('/'), path.size());
        if (end > 0)
            segments.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

/// The parameters; nothing if the path is another one.
std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& path) {
    if (pattern.size() != path.size())
        return std::nullopt;
    std::vector<std::string> parameters;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (is_parameter(pattern[i]))
            parameters.push_back(percent_decoded(path[i]));
        else if (pattern[i] != path[i])
            return std::nullopt;
    }
    return parameters;
}

http_response wrong_method(const std::string& allowed) {
    auto response = json_error(405, "This path takes " + allowed + ".");
    response.fields.add("Allow", allowed);
    return response;
}

} // namespace

std::string routed_request::query(std::string_view name) const {
    for (auto& [found, value] : parse_query(request.query()))
        if (found == name)
            return value;
    return {};
}

void own_api::add(std::string method, std::string path, route_function function) {
    add_late(std::move(method), std::move(path),
             [function = std::move(function)](const routed_request& request, const http_answer& answer) {
                 answer(function(request));
             });
}

void own_api::add_late(std::string method, std::string path, late_function function) {
    routes_.push_back({std::move(method), segments_of(path), std::move(function)});
}

void own_api::handle(http_request request, http_answer answer) {
    const auto path = segments_of(request.path());
    const std::string_view method = request.method == "HEAD" ? "GET" : std::string_view{request.method};
    std::string allowed;
    for (const auto& candidate : routes_) {
        auto parameters = match(candidate.segments, path);
        if (!parameters)
            continue;
        if (candidate.method == method)
            return candidate.function({request, std::move(*parameters)}, std::move(answer));
        allowed += (allowed.empty() ? "" : ", ") + candidate.method;
    }
    answer(allowed.empty() ? json_error(404, "There is no " + std::string{request.path()} + " here.")
                           : wrong_method(allowed));
}

http_response json_response(unsigned status, std::string text) {
    return http_response::text(status, "application/json", std::move(text));
}

http_response json_error(unsigned status, std::string_view message) {
    return json_response(status, json_text(nlohmann::json{{"error", message}}) + '\n');
}

} // namespace sendlab::api
