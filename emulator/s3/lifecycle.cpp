#include "s3/lifecycle.hpp"

#include <set>

namespace sendlab::s3 {

namespace {

constexpr std::size_t maximum_rules = 1000;
constexpr std::size_t maximum_id_length = 255;

} // namespace

time_point expiry_midnight(time_point created, std::uint32_t days) {
    return std::chrono::floor<std::chrono::days>(created) + std::chrono::days{days} + std::chrono::days{1};
}

const lifecycle_rule* applying_rule(const std::vector<lifecycle_rule>& rules, std::string_view key) {
    const lifecycle_rule* best = nullptr;
    for (const auto& rule : rules) {
        const bool applies = rule.enabled && key.starts_with(rule.prefix);
        if (applies && (!best || rule.expire_after_days < best->expire_after_days))
            best = &rule;
    }
    return best;
}

result<void, error> validate(const std::vector<lifecycle_rule>& rules) {
    if (rules.size() > maximum_rules)
        return make_error(errc::malformed_xml);
    std::set<std::string_view> ids;
    for (const auto& rule : rules) {
        if (rule.expire_after_days == 0)
            return invalid_argument("'Days' for Expiration action must be a positive integer", "Days", "0");
        if (rule.id.size() > maximum_id_length)
            return invalid_argument("ID length should not exceed allowed limit of 255", "ID", rule.id);
        if (!rule.id.empty() && !ids.insert(rule.id).second)
            return invalid_argument("Rule ID must be unique. Found same ID for more than one rule", "ID",
                                    rule.id);
    }
    return {};
}

} // namespace sendlab::s3
