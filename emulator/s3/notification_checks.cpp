// What S3 refuses in a notification configuration, and with which words.
#include <algorithm>
#include <optional>

#include "s3/notification_configuration.hpp"

namespace sendlab::s3 {

namespace {

using finding = std::optional<error>;

constexpr std::size_t maximum_filter_bytes = 1024;

/// Event types of S3's API. Those that nothing here causes are accepted and never happen.
constexpr std::string_view event_names[] = {
    "s3:IntelligentTiering",
    "s3:LifecycleExpiration:*",
    "s3:LifecycleExpiration:Delete",
    "s3:LifecycleExpiration:DeleteMarkerCreated",
    "s3:LifecycleTransition",
    "s3:ObjectAcl:Put",
    "s3:ObjectCreated:*",
    "s3:ObjectCreated:CompleteMultipartUpload",
    "s3:ObjectCreated:Copy",
    "s3:ObjectCreated:Post",
    "s3:ObjectCreated:Put",
    "s3:ObjectRemoved:*",
    "s3:ObjectRemoved:Delete",
    "s3:ObjectRemoved:DeleteMarkerCreated",
    "s3:ObjectRestore:*",
    "s3:ObjectRestore:Completed",
    "s3:ObjectRestore:Delete",
    "s3:ObjectRestore:Post",
    "s3:ObjectTagging:*",
    "s3:ObjectTagging:Delete",
    "s3:ObjectTagging:Put",
    "s3:ReducedRedundancyLostObject",
    "s3:Replication:*",
    "s3:Replication:OperationFailedReplication",
    "s3:Replication:OperationMissedThreshold",
    "s3:Replication:OperationNotTracked",
    "s3:Replication:OperationReplicatedAfterThreshold",
};

/// arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE
struct arn_parts {
    std::string_view service;
    std::string_view region;
    std::string_view account;
    std::string_view resource;
};

std::optional<arn_parts> parse_arn(std::string_view text) {
    std::string_view fields[5];
    for (auto& field : fields) {
        const auto colon = text.find(':');
        if (colon == std::string_view::npos)
            return std::nullopt;
        field = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    if (fields[0] != "arn" || fields[1].empty() || fields[2].empty() || text.empty())
        return std::nullopt;
    return arn_parts{fields[2], fields[3], fields[4], text};
}

bool names_function(const arn_parts& arn) {
    constexpr std::string_view kind = "function:";
    const bool account =
        arn.account.size() == 12 && arn.account.find_first_not_of("0123456789") == std::string_view::npos;
    return account && !arn.region.empty() && arn.resource.starts_with(kind) &&
           arn.resource.size() > kind.size();
}

finding check_target(const notification_rule& rule) {
    const auto refuse = [&](std::string why) {
        return invalid_argument(std::move(why), "CloudFunction", rule.function_arn);
    };
    const auto arn = parse_arn(rule.function_arn);
    if (!arn)
        return refuse("The ARN could not be parsed");
    if (arn->service != "lambda")
        return refuse(
            "Only Lambda functions can be notified: queues, topics and event buses are not emulated");
    if (!names_function(*arn))
        return refuse("The ARN could not be parsed");
    return std::nullopt;
}

finding check_events(const notification_rule& rule) {
    if (rule.events.empty())
        return make_error(errc::malformed_xml);
    for (const auto& event : rule.events)
        if (std::ranges::find(event_names, event) == std::end(event_names))
            return invalid_argument("The event is not supported for notifications", "Event", event);
    return std::nullopt;
}

finding check_filter(const filter_rule& filter) {
    if (filter.name.empty())
        return make_error(errc::malformed_xml);
    if (!filter.is_prefix() && !filter.is_suffix())
        return invalid_argument("filter rule name must be either prefix or suffix", "FilterRule.Name",
                                filter.name);
    if (filter.value.size() > maximum_filter_bytes)
        return invalid_argument("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation",
                                "FilterRule.Value", filter.value);
    return std::nullopt;
}

finding check_filters(const notification_rule& rule) {
    for (const auto& filter : rule.filters)
        if (auto found = check_filter(filter))
            return found;
    if (std::ranges::count_if(rule.filters, &filter_rule::is_prefix) > 1)
        return invalid_argument("Cannot specify more than one prefix rule in a filter.", "FilterRule.Name",
                                "prefix");
    if (std::ranges::count_if(rule.filters, &filter_rule::is_suffix) > 1)
        return invalid_argument("Cannot specify more than one suffix rule in a filter.", "FilterRule.Name",
                                "suffix");
    return std::nullopt;
}

/// Can one event satisfy both patterns? The star of S3's names stands at the end, for everything.
bool events_overlap(std::string_view a, std::string_view b) {
    if (a.ends_with('*'))
        return b.starts_with(a.substr(0, a.size() - 1));
    if (b.ends_with('*'))
        return a.starts_with(b.substr(0, b.size() - 1));
    return a == b;
}

bool overlap(const notification_rule& a, const notification_rule& b) {
    const bool events = std::ranges::any_of(a.events, [&](const auto& x) {
        return std::ranges::any_of(b.events, [&](const auto& y) { return events_overlap(x, y); });
    });
    const auto prefixes = std::pair{a.prefix(), b.prefix()};
    const auto suffixes = std::pair{a.suffix(), b.suffix()};
    return events &&
           (prefixes.first.starts_with(prefixes.second) || prefixes.second.starts_with(prefixes.first)) &&
           (suffixes.first.ends_with(suffixes.second) || suffixes.second.ends_with(suffixes.first));
}

finding check_overlap(const notification_rule& a, const notification_rule& b) {
    if (!overlap(a, b))
        return std::nullopt;
    if (a.filters.empty() && b.filters.empty())
        return error{
            errc::invalid_argument,
            "Configurations overlap. Configurations on the same bucket cannot share a common event type.",
            {}};
    return error{
        errc::invalid_argument,
        "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes "
        "are overlapping for the same event type.",
        {}};
}

finding check_pairs(const std::vector<notification_rule>& rules) {
    for (auto a = rules.begin(); a != rules.end(); ++a) {
        for (auto b = std::next(a); b != rules.end(); ++b) {
            if (!a->id.empty() && a->id == b->id)
                return invalid_argument("Same ID used for multiple configurations. IDs must be unique", "Id",
                                        a->id);
            if (auto found = check_overlap(*a, *b))
                return found;
        }
    }
    return std::nullopt;
}

} // namespace

result<void, error> validate(const notification_configuration& configuration) {
    for (const auto& rule : configuration.rules)
        for (const auto check : {check_target, check_events, check_filters})
            if (auto found = check(rule))
                return *std::move(found);
    if (auto found = check_pairs(configuration.rules))
        return *std::move(found);
    return {};
}

} // namespace sendlab::s3
