// Lifecycle rules as XML.
#include <charconv>

#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/xml_document.hpp"
#include "aws/date_text.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api {

namespace {

using finding = std::optional<s3::error>;

s3::error malformed_rules() {
    return make_error(s3::errc::malformed_xml);
}

std::optional<std::uint64_t> read_number(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    return wrong == std::errc{} && end == text.data() + text.size() ? std::optional{value} : std::nullopt;
}

finding read_size(const xml_document& from, std::string_view name, std::optional<std::uint64_t>& into) {
    const auto text = from.text(name);
    if (text)
        into = read_number(*text);
    return text && !into ? std::optional{malformed_rules()} : std::nullopt;
}

/// What selects objects: in <Filter>, in <And>, or right in the rule.
finding read_selection(const xml_document& from, s3::lifecycle_rule& into) {
    into.prefix = from.text("Prefix").value_or("");
    for (const auto& tag : from.children("Tag")) {
        const auto key = tag.text("Key");
        if (!key)
            return malformed_rules();
        into.tags.emplace_back(*key, tag.text("Value").value_or(""));
    }
    if (auto wrong = read_size(from, "ObjectSizeGreaterThan", into.larger_than))
        return wrong;
    return read_size(from, "ObjectSizeLessThan", into.smaller_than);
}

finding read_filter(const xml_document& rule, s3::lifecycle_rule& into) {
    const auto filter = rule.child("Filter");
    if (!filter && !rule.child("Prefix"))
        return malformed_rules();
    if (!filter)
        return read_selection(rule, into);
    const auto both = filter->child("And");
    return read_selection(both ? *both : *filter, into);
}

finding read_expiration(const xml_document& expiration, s3::lifecycle_rule& into) {
    const auto days = expiration.text("Days");
    const auto date = expiration.text("Date");
    if (days && date)
        return malformed_rules();
    if (days) {
        const auto number = read_number(*days);
        if (!number || *number > 36500)
            return s3::invalid_argument("'Days' for Expiration action must be a positive integer", "Days",
                                        *days);
        into.expire_after_days = static_cast<std::uint32_t>(*number);
    } else if (date) {
        into.expire_on = aws::parse_iso_date(*date);
        if (!into.expire_on)
            return malformed_rules();
    } else { // <ExpiredObjectDeleteMarker> alone
        into.expires = false;
        into.other_actions += expiration.markup();
    }
    return std::nullopt;
}

/// All elements of a rule but those that are understood.
finding read_actions(const xml_document& rule, s3::lifecycle_rule& into) {
    into.expires = false;
    for (const auto& element : rule.children()) {
        const auto name = element.name();
        if (name == "Expiration") {
            into.expires = true;
            if (auto wrong = read_expiration(element, into))
                return wrong;
        } else if (name == "Transition" || name == "NoncurrentVersionTransition" ||
                   name == "NoncurrentVersionExpiration" || name == "AbortIncompleteMultipartUpload") {
            into.other_actions += element.markup();
        } else if (name != "ID" && name != "Status" && name != "Filter" && name != "Prefix") {
            return malformed_rules();
        }
    }
    if (!into.expires && into.other_actions.empty())
        return s3::error{s3::errc::invalid_request, "At least one action needs to be specified in a rule."};
    return std::nullopt;
}

result<s3::lifecycle_rule, s3::error> read_lifecycle_rule(const xml_document& from) {
    s3::lifecycle_rule rule;
    rule.id = from.text("ID").value_or("");
    const auto status = from.text("Status");
    if (status != "Enabled" && status != "Disabled")
        return malformed_rules();
    rule.enabled = status == "Enabled";
    for (const auto read : {read_filter, read_actions})
        if (auto wrong = read(from, rule))
            return *std::move(wrong);
    return rule;
}

result<std::vector<s3::lifecycle_rule>, s3::error> read_lifecycle_rules(const blob& body) {
    const auto document = xml_document::parse(body, "LifecycleConfiguration");
    if (!document)
        return document.error();
    std::vector<s3::lifecycle_rule> rules;
    for (const auto& element : document->children("Rule")) {
        auto rule = read_lifecycle_rule(element);
        if (!rule)
            return rule.error();
        rules.push_back(*std::move(rule));
    }
    if (rules.empty())
        return malformed_rules();
    return rules;
}

void write_filter(aws::xml_writer& document, const s3::lifecycle_rule& rule) {
    const auto conditions = (rule.prefix.empty() ? 0U : 1U) + rule.tags.size() + (rule.larger_than ? 1 : 0) +
                            (rule.smaller_than ? 1 : 0);
    document.open("Filter");
    if (conditions > 1)
        document.open("And");
    if (!rule.prefix.empty() || conditions == 0)
        document.element("Prefix", rule.prefix);
    for (const auto& [key, value] : rule.tags)
        document.open("Tag").element("Key", key).element("Value", value).close();
    if (rule.larger_than)
        document.element("ObjectSizeGreaterThan", *rule.larger_than);
    if (rule.smaller_than)
        document.element("ObjectSizeLessThan", *rule.smaller_than);
    if (conditions > 1)
        document.close();
    document.close();
}

void write_rule(aws::xml_writer& document, const s3::lifecycle_rule& rule) {
    document.open("Rule").element("ID", rule.id);
    write_filter(document, rule);
    document.element("Status", rule.enabled ? "Enabled" : "Disabled");
    if (rule.expires && rule.expire_on)
        document.open("Expiration").element("Date", utc_text(*rule.expire_on)).close();
    else if (rule.expires)
        document.open("Expiration").element("Days", rule.expire_after_days).close();
    document.markup(rule.other_actions).close();
}

void write_minimum(http_response& response) {
    response.fields.add("x-amz-transition-default-minimum-object-size", "all_storage_classes_128K");
}

} // namespace

answer s3_operations::get_bucket_lifecycle(const call& on) {
    const auto rules = on.store.get_lifecycle(on.request.bucket);
    if (!rules)
        return rules.error();
    aws::xml_writer document{"LifecycleConfiguration", s3_namespace};
    for (const auto& rule : *rules)
        write_rule(document, rule);
    auto response = xml_answer(document);
    write_minimum(response);
    return response;
}

answer s3_operations::put_bucket_lifecycle(const call& on) {
    if (const auto in = on.store.open_bucket(on.request.bucket); !in)
        return in.error();
    auto rules = read_lifecycle_rules(*on.body.bytes);
    if (!rules)
        return rules.error();
    const bool inert =
        std::ranges::any_of(*rules, [](const auto& rule) { return !rule.other_actions.empty(); });
    if (const auto kept = on.store.put_lifecycle(on.request.bucket, *std::move(rules)); !kept)
        return kept.error();
    auto response = empty_answer();
    write_minimum(response);
    if (inert)
        response.fields.add("x-sendlab-note", "only Expiration by Days or Date has an effect here");
    return response;
}

answer s3_operations::delete_bucket_lifecycle(const call& on) {
    if (const auto gone = on.store.put_lifecycle(on.request.bucket, {}); !gone)
        return gone.error();
    return empty_answer(204);
}

} // namespace sendlab::api
