#include "s3/lifecycle.hpp"

#include <algorithm>
#include <set>

namespace sendlab::s3 {

namespace {

constexpr std::size_t maximum_rules = 1000;
constexpr std::size_t maximum_id_length = 255;

bool has_tags(const lifecycle_rule& rule, const tag_set* tags) {
    return std::ranges::all_of(
        rule.tags, [&](const auto& tag) { return tags && std::ranges::find(*tags, tag) != tags->end(); });
}

bool applies(const lifecycle_rule& rule, const lifecycle_subject& subject) {
    return rule.enabled && rule.expires && subject.key.starts_with(rule.prefix) &&
           (!rule.larger_than || subject.size > *rule.larger_than) &&
           (!rule.smaller_than || subject.size < *rule.smaller_than) && has_tags(rule, subject.tags);
}

time_point moment(const lifecycle_rule& rule, time_point created) {
    return rule.expire_on ? *rule.expire_on : expiry_midnight(created, rule.expire_after_days);
}

std::optional<error> rule_error(const lifecycle_rule& rule) {
    if (rule.expire_on && std::chrono::floor<std::chrono::days>(*rule.expire_on) != *rule.expire_on)
        return error{errc::invalid_argument, "'Date' must be at midnight GMT", {}};
    if (rule.expires && !rule.expire_on && rule.expire_after_days == 0)
        return invalid_argument("'Days' for Expiration action must be a positive integer", "Days", "0");
    if (rule.id.size() > maximum_id_length)
        return invalid_argument("ID length should not exceed allowed limit of 255", "ID", rule.id);
    return tag_error(rule.tags, most_bucket_tags);
}

} // namespace

time_point expiry_midnight(time_point created, std::uint32_t days) {
    return std::chrono::floor<std::chrono::days>(created) + std::chrono::days{days} + std::chrono::days{1};
}

std::optional<expiry> earliest_expiry(const std::vector<lifecycle_rule>& rules,
                                      const lifecycle_subject& subject) {
    std::optional<expiry> first;
    for (const auto& rule : rules) {
        if (!applies(rule, subject))
            continue;
        const auto when = moment(rule, subject.created);
        if (!first || when < first->when)
            first = expiry{when, &rule};
    }
    return first;
}

result<void, error> validate(const std::vector<lifecycle_rule>& rules) {
    if (rules.size() > maximum_rules)
        return make_error(errc::malformed_xml);
    std::set<std::string_view> ids;
    for (const auto& rule : rules) {
        if (auto wrong = rule_error(rule))
            return *std::move(wrong);
        if (!rule.id.empty() && !ids.insert(rule.id).second)
            return invalid_argument("Rule ID must be unique. Found same ID for more than one rule", "ID",
                                    rule.id);
    }
    return {};
}

} // namespace sendlab::s3
