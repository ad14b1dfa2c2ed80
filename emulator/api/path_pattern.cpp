#include "api/path_pattern.hpp"

#include <algorithm>
#include <utility>

#include "api/http.hpp"

namespace sendlab::api {

namespace {

/// The first segment of a path that begins with "/", and the rest.
std::pair<std::string_view, std::string_view> cut_segment(std::string_view path) {
    path.remove_prefix(1);
    const auto end = std::min(path.find('/'), path.size());
    return {path.substr(0, end), path.substr(end)};
}

} // namespace

std::optional<std::vector<std::string>> match_path(std::string_view pattern, std::string_view path) {
    std::vector<std::string> names;
    while (pattern.starts_with('/') && path.starts_with('/')) {
        const auto [wanted, pattern_rest] = cut_segment(pattern);
        const auto [segment, path_rest] = cut_segment(path);
        if (wanted == "{}" && !segment.empty())
            names.push_back(percent_decoded(segment));
        else if (wanted != segment)
            return std::nullopt;
        pattern = pattern_rest;
        path = path_rest;
    }
    return pattern.empty() && path.empty() ? std::optional{std::move(names)} : std::nullopt;
}

} // namespace sendlab::api
