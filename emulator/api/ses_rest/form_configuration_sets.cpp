// Configuration sets of the Query API. They are kept in the form of the REST API, so that what one protocol
// writes the other reads.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "api/ses_rest/json_members.hpp"
#include "api/ses_rest/page.hpp"
#include "api/ses_rest/query_protocol.hpp"
#include "api/ses_rest/xml_text.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;
using ses::configuration_set;

ses_error no_such_set(std::string_view name) {
    return {ses_fault::set_missing, "Configuration set <" + std::string{name} + "> does not exist."};
}

/// Null if there is none.
configuration_set* named_set(query_call& call) {
    auto& sets = call.world.ses.configuration_sets();
    const auto found = sets.find(call.form.get("ConfigurationSetName"));
    return found == sets.end() ? nullptr : &found->second;
}

json option_of(const configuration_set& set, std::string_view name) {
    const auto found = set.options.find(name);
    return found == set.options.end() ? json{} : json_value(found->second);
}

ses_result<std::string> create_set(query_call& call) {
    const std::string name{call.form.get("ConfigurationSet.Name")};
    if (name.empty())
        return missing_member("configurationSet.name");
    const auto [at, is_new] = call.world.ses.configuration_sets().try_emplace(name);
    if (!is_new)
        return ses_error{ses_fault::set_exists, "Configuration set <" + name + "> already exists."};
    at->second.name = name;
    at->second.created = call.world.clock.now();
    return std::string{};
}

ses_result<std::string> delete_set(query_call& call) {
    const auto name = call.form.get("ConfigurationSetName");
    if (call.world.ses.configuration_sets().erase(std::string{name}) == 0)
        return no_such_set(name);
    return std::string{};
}

ses_result<std::string> list_sets(query_call& call) {
    const auto& sets = call.world.ses.configuration_sets();
    const auto page =
        page_of(sets.begin(), sets.end(), call.form.get("NextToken"), call.form.get("MaxItems"));
    std::string xml = "<ConfigurationSets>";
    for (const auto& entry : page.entries) {
        append_xml_element(xml += "<member>", "Name", entry->first);
        xml += "</member>";
    }
    xml += "</ConfigurationSets>";
    if (!page.next_token.empty())
        append_xml_element(xml, "NextToken", page.next_token);
    return xml;
}

/// "RENDERING_FAILURE" of the REST API is "renderingFailure" here.
std::string event_type_of(std::string_view rest_name) {
    std::string name;
    bool capital = false;
    for (const char c : rest_name) {
        if (c == '_') {
            capital = true;
            continue;
        }
        const bool upper = c >= 'A' && c <= 'Z';
        name += upper && !capital ? static_cast<char>(c - 'A' + 'a') : c;
        capital = false;
    }
    return name;
}

std::string rest_event_type_of(std::string_view query_name) {
    std::string name;
    for (const char c : query_name) {
        if (c >= 'A' && c <= 'Z')
            name += '_';
        name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return name;
}

/// One element with what stands in it.
void wrap(std::string& xml, std::string_view name, const auto& inside) {
    xml.append("<").append(name).append(">");
    inside();
    xml.append("</").append(name).append(">");
}

void append_destination(std::string& xml, const std::string& name, const json& destination) {
    append_xml_element(xml, "Name", name);
    append_xml_element(xml, "Enabled", flag_member(destination, "Enabled", false) ? "true" : "false");
    wrap(xml, "MatchingEventTypes", [&] {
        for (const auto& type : texts_member(destination, "MatchingEventTypes"))
            append_xml_element(xml, "member", event_type_of(type));
    });
    if (const auto* const sns = member_of(destination, "SnsDestination"))
        wrap(xml, "SNSDestination",
             [&] { append_xml_element(xml, "TopicARN", text_member(*sns, "TopicArn")); });
    if (const auto* const hose = member_of(destination, "KinesisFirehoseDestination"))
        wrap(xml, "KinesisFirehoseDestination", [&] {
            append_xml_element(xml, "IAMRoleARN", text_member(*hose, "IamRoleArn"));
            append_xml_element(xml, "DeliveryStreamARN", text_member(*hose, "DeliveryStreamArn"));
        });
}

void append_destinations(std::string& xml, const configuration_set& set) {
    for (const auto& [name, text] : set.event_destinations)
        wrap(xml, "member",
             [&, &title = name, &document = text] { append_destination(xml, title, json_value(document)); });
}

void append_tracking(std::string& xml, const configuration_set& set) {
    append_xml_element(xml, "CustomRedirectDomain",
                       text_member(option_of(set, "TrackingOptions"), "CustomRedirectDomain"));
}

void append_delivery(std::string& xml, const configuration_set& set) {
    append_xml_element(xml, "TlsPolicy", text_member(option_of(set, "DeliveryOptions"), "TlsPolicy"));
}

void append_reputation(std::string& xml, const configuration_set& set) {
    const bool metrics = flag_member(option_of(set, "ReputationOptions"), "ReputationMetricsEnabled", false);
    append_xml_element(xml, "SendingEnabled", set.sending_enabled ? "true" : "false");
    append_xml_element(xml, "ReputationMetricsEnabled", metrics ? "true" : "false");
}

/// What DescribeConfigurationSet tells on request.
struct attribute {
    std::string_view name;
    std::string_view element;
    void (*append)(std::string& xml, const configuration_set& set);
};

constexpr std::array<attribute, 4> attributes{{
    {"eventDestinations", "EventDestinations", append_destinations},
    {"trackingOptions", "TrackingOptions", append_tracking},
    {"deliveryOptions", "DeliveryOptions", append_delivery},
    {"reputationOptions", "ReputationOptions", append_reputation},
}};

ses_result<std::string> describe_set(query_call& call) {
    const auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.form.get("ConfigurationSetName"));
    std::string xml;
    wrap(xml, "ConfigurationSet", [&] { append_xml_element(xml, "Name", set->name); });
    const auto wanted = call.form.list("ConfigurationSetAttributeNames");
    for (const auto& known : attributes)
        if (std::ranges::find(wanted, known.name) != wanted.end())
            wrap(xml, known.element, [&] { known.append(xml, *set); });
    return xml;
}

json destination_of(const query_form& form) {
    json out = {{"Enabled", form.get("EventDestination.Enabled") == "true"}};
    for (const auto& type : form.list("EventDestination.MatchingEventTypes"))
        out["MatchingEventTypes"].push_back(rest_event_type_of(type));
    if (const auto* const topic = form.find("EventDestination.SNSDestination.TopicARN"))
        out["SnsDestination"] = {{"TopicArn", *topic}};
    const std::string hose = "EventDestination.KinesisFirehoseDestination.";
    if (form.has(hose))
        out["KinesisFirehoseDestination"] = {{"IamRoleArn", form.get(hose + "IAMRoleARN")},
                                             {"DeliveryStreamArn", form.get(hose + "DeliveryStreamARN")}};
    const std::string watch = "EventDestination.CloudWatchDestination.DimensionConfigurations";
    for (const auto& dimension : form.structures(watch))
        out["CloudWatchDestination"]["DimensionConfigurations"].push_back(
            {{"DimensionName", form.get(dimension + ".DimensionName")},
             {"DimensionValueSource", form.get(dimension + ".DimensionValueSource")},
             {"DefaultDimensionValue", form.get(dimension + ".DefaultDimensionValue")}});
    return out;
}

ses_result<std::string> put_destination(query_call& call, bool is_new) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.form.get("ConfigurationSetName"));
    const std::string name{call.form.get("EventDestination.Name")};
    if (name.empty())
        return missing_member("eventDestination.name");
    const bool known = set->event_destinations.contains(name);
    if (is_new && known)
        return ses_error{ses_fault::destination_exists, "Event destination <" + name + "> already exists."};
    if (!is_new && !known)
        return ses_error{ses_fault::destination_missing, "Event destination <" + name + "> does not exist."};
    set->event_destinations[name] = json_text(destination_of(call.form));
    return std::string{};
}

ses_result<std::string> create_destination(query_call& call) {
    return put_destination(call, true);
}

ses_result<std::string> update_destination(query_call& call) {
    return put_destination(call, false);
}

ses_result<std::string> delete_destination(query_call& call) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.form.get("ConfigurationSetName"));
    const std::string name{call.form.get("EventDestinationName")};
    if (set->event_destinations.erase(name) == 0)
        return ses_error{ses_fault::destination_missing, "Event destination <" + name + "> does not exist."};
    return std::string{};
}

ses_result<std::string> update_sending(query_call& call) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.form.get("ConfigurationSetName"));
    set->sending_enabled = call.form.get("Enabled") == "true";
    return std::string{};
}

ses_result<std::string> keep_option(query_call& call, const std::string& option, const json& value) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.form.get("ConfigurationSetName"));
    set->options[option] = json_text(value);
    return std::string{};
}

ses_result<std::string> update_reputation(query_call& call) {
    return keep_option(call, "ReputationOptions",
                       {{"ReputationMetricsEnabled", call.form.get("Enabled") == "true"}});
}

ses_result<std::string> put_tracking(query_call& call) {
    return keep_option(call, "TrackingOptions",
                       {{"CustomRedirectDomain", call.form.get("TrackingOptions.CustomRedirectDomain")}});
}

ses_result<std::string> delete_tracking(query_call& call) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.form.get("ConfigurationSetName"));
    set->options.erase("TrackingOptions");
    return std::string{};
}

ses_result<std::string> put_delivery(query_call& call) {
    return keep_option(call, "DeliveryOptions", {{"TlsPolicy", call.form.get("DeliveryOptions.TlsPolicy")}});
}

constexpr std::array<query_action, 13> query_configuration_sets_table{{
    {"CreateConfigurationSet", create_set},
    {"DeleteConfigurationSet", delete_set},
    {"ListConfigurationSets", list_sets},
    {"DescribeConfigurationSet", describe_set},
    {"CreateConfigurationSetEventDestination", create_destination},
    {"UpdateConfigurationSetEventDestination", update_destination},
    {"DeleteConfigurationSetEventDestination", delete_destination},
    {"UpdateConfigurationSetSendingEnabled", update_sending},
    {"UpdateConfigurationSetReputationMetricsEnabled", update_reputation},
    {"CreateConfigurationSetTrackingOptions", put_tracking},
    {"UpdateConfigurationSetTrackingOptions", put_tracking},
    {"DeleteConfigurationSetTrackingOptions", delete_tracking},
    {"PutConfigurationSetDeliveryOptions", put_delivery},
}};

} // namespace

const std::span<const query_action> query_configuration_sets{query_configuration_sets_table};

} // namespace sendlab::api
