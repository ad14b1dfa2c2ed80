#include "s3/notification_configuration.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace sendlab::s3 {

namespace {

/// `pattern` as in configurations ("s3:ObjectCreated:*"), `name` as in events ("ObjectCreated:Put").
bool covers(std::string_view pattern, std::string_view name) {
    constexpr std::string_view scheme = "s3:";
    if (!pattern.starts_with(scheme))
        return false;
    pattern.remove_prefix(scheme.size());
    return pattern == name ||
           (pattern.ends_with('*') && name.starts_with(pattern.substr(0, pattern.size() - 1)));
}

} // namespace

bool filter_rule::is_prefix() const {
    return ascii::same_text(name, "prefix");
}

bool filter_rule::is_suffix() const {
    return ascii::same_text(name, "suffix");
}

std::string_view notification_rule::prefix() const {
    const auto found = std::ranges::find_if(filters, &filter_rule::is_prefix);
    return found == filters.end() ? std::string_view{} : found->value;
}

std::string_view notification_rule::suffix() const {
    const auto found = std::ranges::find_if(filters, &filter_rule::is_suffix);
    return found == filters.end() ? std::string_view{} : found->value;
}

bool notification_rule::matches(event_type type, std::string_view key) const {
    const auto wanted = [&](const std::string& event) { return covers(event, to_string(type)); };
    return key.starts_with(prefix()) && key.ends_with(suffix()) && std::ranges::any_of(events, wanted);
}

} // namespace sendlab::s3
