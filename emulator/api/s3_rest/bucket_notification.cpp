// Notification configurations as XML.
#include "api/s3_rest/handlers.hpp"
#include "api/s3_rest/xml_document.hpp"
#include "base/ascii.hpp"

namespace sendlab::api {

namespace {

using finding = std::optional<s3::error>;

/// Targets that nothing here can play: refused, not forgotten.
constexpr std::pair<std::string_view, std::string_view> foreign_targets[] = {
    {"QueueConfiguration", "Queue"},
    {"TopicConfiguration", "Topic"},
    {"EventBridgeConfiguration", "EventBridge"},
};

finding refuse_foreign_targets(const xml_document& document) {
    for (const auto& [element, target] : foreign_targets)
        if (const auto found = document.child(element))
            return s3::invalid_argument(
                "Unable to validate the following destination configurations: only Lambda "
                "functions can be notified, queues, topics and event buses are not emulated",
                std::string{target}, found->text(target).value_or(""));
    return std::nullopt;
}

finding read_filter(const xml_document& configuration, s3::notification_rule& into) {
    const auto filter = configuration.child("Filter");
    if (!filter)
        return std::nullopt;
    for (const auto& key : filter->children("S3Key"))
        for (const auto& rule : key.children("FilterRule")) {
            const auto name = rule.text("Name");
            const auto value = rule.text("Value");
            if (!name || !value)
                return make_error(s3::errc::malformed_xml);
            into.filters.push_back({*name, *value});
        }
    return std::nullopt;
}

result<s3::notification_configuration, s3::error> read_configuration(const blob& body) {
    const auto document = xml_document::parse(body, "NotificationConfiguration");
    if (!document)
        return document.error();
    if (auto refusal = refuse_foreign_targets(*document))
        return *std::move(refusal);
    s3::notification_configuration read;
    for (const auto& element : document->children("CloudFunctionConfiguration")) {
        s3::notification_rule rule;
        rule.id = element.text("Id").value_or("");
        rule.function_arn = element.text("CloudFunction").value_or("");
        for (const auto& event : element.children("Event"))
            rule.events.push_back(event.text());
        if (auto wrong = read_filter(element, rule))
            return *std::move(wrong);
        read.rules.push_back(std::move(rule));
    }
    return read;
}

finding check_targets(const call& on, const s3::notification_configuration& wanted) {
    const bool skip = ascii::lower_case(on.request.header("x-amz-skip-destination-validation")) ==
                      "true"; // botocore 1.29: "True"
    if (!on.options.function_exists || skip)
        return std::nullopt;
    s3::error_details details;
    for (const auto& rule : wanted.rules) {
        if (on.options.function_exists(rule.function_arn))
            continue;
        const auto number = std::to_string(details.size() / 2 + 1);
        details.emplace_back("ArgumentName" + number, rule.function_arn + ", null");
        details.emplace_back("ArgumentValue" + number,
                             "Not authorized to invoke function [" + rule.function_arn + ']');
    }
    if (details.empty())
        return std::nullopt;
    return s3::error{s3::errc::invalid_argument,
                     "Unable to validate the following destination configurations", std::move(details)};
}

void write_rule(aws::xml_writer& document, const s3::notification_rule& rule) {
    document.open("CloudFunctionConfiguration").element("Id", rule.id);
    document.element("CloudFunction", rule.function_arn);
    for (const auto& event : rule.events)
        document.element("Event", event);
    if (!rule.filters.empty()) {
        document.open("Filter").open("S3Key");
        for (const auto& filter : rule.filters)
            document.open("FilterRule").element("Name", filter.name).element("Value", filter.value).close();
        document.close().close();
    }
    document.close();
}

} // namespace

answer s3_operations::get_bucket_notification(const call& on) {
    const auto configuration = on.store.get_notification_configuration(on.request.bucket);
    if (!configuration)
        return configuration.error();
    aws::xml_writer document{"NotificationConfiguration", s3_namespace};
    for (const auto& rule : configuration->rules)
        write_rule(document, rule);
    return xml_answer(document);
}

answer s3_operations::put_bucket_notification(const call& on) {
    if (const auto in = on.store.open_bucket(on.request.bucket); !in)
        return in.error();
    auto wanted = read_configuration(*on.body.bytes);
    if (!wanted)
        return wanted.error();
    if (const auto checked = s3::validate(*wanted); !checked)
        return checked.error();
    if (auto wrong = check_targets(on, *wanted))
        return *std::move(wrong);
    if (const auto kept = on.store.put_notification_configuration(on.request.bucket, *std::move(wanted));
        !kept)
        return kept.error();
    return empty_answer();
}

} // namespace sendlab::api
