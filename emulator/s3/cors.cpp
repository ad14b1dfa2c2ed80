#include "s3/cors.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace sendlab::s3 {

namespace {

constexpr std::size_t most_rules = 100;
constexpr std::string_view methods[] = {"GET", "PUT", "HEAD", "POST", "DELETE"};

/// `pattern` has at most one star, which stands for any text.
bool matches(std::string_view pattern, std::string_view text, bool any_case) {
    const auto same = [&](char a, char b) { return any_case ? ascii::lower(a) == ascii::lower(b) : a == b; };
    const auto star = pattern.find('*');
    if (star == std::string_view::npos)
        return std::ranges::equal(pattern, text, same);
    const auto head = pattern.substr(0, star);
    const auto tail = pattern.substr(star + 1);
    return text.size() >= head.size() + tail.size() &&
           std::ranges::equal(head, text.substr(0, head.size()), same) &&
           std::ranges::equal(tail, text.substr(text.size() - tail.size()), same);
}

bool more_than_one_star(std::string_view text) {
    return std::ranges::count(text, '*') > 1;
}

std::optional<error> rule_error(const cors_rule& rule) {
    if (rule.allowed_origins.empty() || rule.allowed_methods.empty())
        return make_error(errc::malformed_xml);
    for (const auto& method : rule.allowed_methods)
        if (std::ranges::find(methods, method) == std::end(methods))
            return invalid_request("Found unsupported HTTP method in CORS config. Unsupported method is " +
                                   method);
    for (const auto& origin : rule.allowed_origins)
        if (more_than_one_star(origin))
            return invalid_request("AllowedOrigin \"" + origin + "\" can not have more than one wildcard.");
    for (const auto& header : rule.allowed_headers)
        if (more_than_one_star(header))
            return invalid_request("AllowedHeader \"" + header + "\" can not have more than one wildcard.");
    for (const auto& header : rule.expose_headers)
        if (header.find('*') != std::string::npos)
            return invalid_request(
                "ExposeHeader \"" + header +
                "\" contains wildcard. We currently do not support wildcard for ExposeHeader");
    return std::nullopt;
}

} // namespace

bool cors_rule::allows(std::string_view origin, std::string_view method) const {
    return std::ranges::find(allowed_methods, method) != allowed_methods.end() &&
           std::ranges::any_of(allowed_origins,
                               [&](const auto& pattern) { return matches(pattern, origin, false); });
}

bool cors_rule::allows_header(std::string_view name) const {
    return std::ranges::any_of(allowed_headers,
                               [&](const auto& pattern) { return matches(pattern, name, true); });
}

bool cors_rule::for_everybody() const {
    return std::ranges::find(allowed_origins, "*") != allowed_origins.end();
}

const cors_rule* applying_rule(const std::vector<cors_rule>& rules, std::string_view origin,
                               std::string_view method, const std::vector<std::string>& headers) {
    const auto found = std::ranges::find_if(rules, [&](const cors_rule& rule) {
        return rule.allows(origin, method) &&
               std::ranges::all_of(headers, [&](const auto& name) { return rule.allows_header(name); });
    });
    return found == rules.end() ? nullptr : &*found;
}

result<void, error> validate(const std::vector<cors_rule>& rules) {
    if (rules.empty() || rules.size() > most_rules)
        return make_error(errc::malformed_xml);
    for (const auto& rule : rules)
        if (auto wrong = rule_error(rule))
            return *std::move(wrong);
    return {};
}

} // namespace sendlab::s3
