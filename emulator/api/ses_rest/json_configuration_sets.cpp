// Configuration sets of the REST API.
#include <array>

#include <nlohmann/json.hpp>

#include "api/ses_rest/json_members.hpp"
#include "api/ses_rest/json_protocol.hpp"
#include "api/ses_rest/page.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;
using ses::configuration_set;

constexpr std::array<const char*, 7> option_names{"TrackingOptions",
                                                  "DeliveryOptions",
                                                  "ReputationOptions",
                                                  "SuppressionOptions",
                                                  "VdmOptions",
                                                  "ArchivingOptions",
                                                  "Tags"};

ses_error no_such_set(const std::string& name) {
    return {ses_fault::set_missing, "Configuration set <" + name + "> does not exist."};
}

ses_error no_such_destination(const std::string& name) {
    return {ses_fault::destination_missing, "Event destination <" + name + "> does not exist."};
}

/// That of the path; null if there is none.
configuration_set* named_set(json_call& call) {
    auto& sets = call.world.ses.configuration_sets();
    const auto found = sets.find(call.names[0]);
    return found == sets.end() ? nullptr : &found->second;
}

void keep_sending(configuration_set& set, const json& options) {
    set.sending_enabled = flag_member(options, "SendingEnabled", set.sending_enabled);
}

ses_result<std::string> create_set(json_call& call) {
    const auto name = text_member(call.body, "ConfigurationSetName");
    if (name.empty())
        return missing_json_member("configurationSetName");
    const auto [at, is_new] = call.world.ses.configuration_sets().try_emplace(name);
    if (!is_new)
        return ses_error{ses_fault::set_exists, "Configuration set <" + name + "> already exists."};
    auto& set = at->second;
    set.name = name;
    set.created = call.world.clock.now();
    for (const auto* const option : option_names)
        if (const auto* const value = member_of(call.body, option))
            set.options[option] = json_text(*value);
    if (const auto* const sending = member_of(call.body, "SendingOptions"))
        keep_sending(set, *sending);
    return json_done();
}

ses_result<std::string> get_set(json_call& call) {
    const auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.names[0]);
    json answer = {{"ConfigurationSetName", set->name},
                   {"SendingOptions", {{"SendingEnabled", set->sending_enabled}}}};
    for (const auto& [name, text] : set->options)
        answer[name] = json_value(text);
    return json_text(answer);
}

ses_result<std::string> delete_set(json_call& call) {
    if (call.world.ses.configuration_sets().erase(call.names[0]) == 0)
        return no_such_set(call.names[0]);
    return json_done();
}

ses_result<std::string> list_sets(json_call& call) {
    const auto& sets = call.world.ses.configuration_sets();
    const auto page =
        page_of(sets.begin(), sets.end(), call.parameter("NextToken"), call.parameter("PageSize"));
    json answer = {{"ConfigurationSets", json::array()}};
    for (const auto& entry : page.entries)
        answer["ConfigurationSets"].push_back(entry->first);
    if (!page.next_token.empty())
        answer["NextToken"] = page.next_token;
    return json_text(answer);
}

ses_result<std::string> put_set_sending(json_call& call) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.names[0]);
    keep_sending(*set, call.body);
    return json_done();
}

ses_result<std::string> keep_option(json_call& call, const char* option) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.names[0]);
    set->options[option] = json_text(call.body);
    return json_done();
}

ses_result<std::string> put_tracking(json_call& call) {
    return keep_option(call, "TrackingOptions");
}

ses_result<std::string> put_delivery(json_call& call) {
    return keep_option(call, "DeliveryOptions");
}

ses_result<std::string> put_reputation(json_call& call) {
    return keep_option(call, "ReputationOptions");
}

ses_result<std::string> put_suppression(json_call& call) {
    return keep_option(call, "SuppressionOptions");
}

ses_result<std::string> put_vdm(json_call& call) {
    return keep_option(call, "VdmOptions");
}

ses_result<std::string> put_archiving(json_call& call) {
    return keep_option(call, "ArchivingOptions");
}

ses_result<std::string> put_destination(json_call& call, const std::string& name, bool is_new) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.names[0]);
    const auto* const wanted = member_of(call.body, "EventDestination");
    if (name.empty() || !wanted)
        return missing_json_member(name.empty() ? "eventDestinationName" : "eventDestination");
    const bool known = set->event_destinations.contains(name);
    if (is_new && known)
        return ses_error{ses_fault::destination_exists, "Event destination <" + name + "> already exists."};
    if (!is_new && !known)
        return no_such_destination(name);
    set->event_destinations[name] = json_text(*wanted);
    return json_done();
}

ses_result<std::string> create_destination(json_call& call) {
    return put_destination(call, text_member(call.body, "EventDestinationName"), true);
}

ses_result<std::string> update_destination(json_call& call) {
    return put_destination(call, call.names[1], false);
}

ses_result<std::string> delete_destination(json_call& call) {
    auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.names[0]);
    if (set->event_destinations.erase(call.names[1]) == 0)
        return no_such_destination(call.names[1]);
    return json_done();
}

ses_result<std::string> get_destinations(json_call& call) {
    const auto* const set = named_set(call);
    if (!set)
        return no_such_set(call.names[0]);
    json answer = {{"EventDestinations", json::array()}};
    for (const auto& [name, text] : set->event_destinations) {
        auto destination = json_value(text);
        if (!destination.is_object())
            destination = json::object();
        destination["Name"] = name;
        answer["EventDestinations"].push_back(std::move(destination));
    }
    return json_text(answer);
}

constexpr std::array<json_action, 15> json_configuration_sets_table{{
    {"POST", "/v2/email/configuration-sets", "CreateConfigurationSet", create_set},
    {"GET", "/v2/email/configuration-sets", "ListConfigurationSets", list_sets},
    {"GET", "/v2/email/configuration-sets/{}", "GetConfigurationSet", get_set},
    {"DELETE", "/v2/email/configuration-sets/{}", "DeleteConfigurationSet", delete_set},
    {"PUT", "/v2/email/configuration-sets/{}/sending", "PutConfigurationSetSendingOptions", put_set_sending},
    {"PUT", "/v2/email/configuration-sets/{}/tracking-options", "PutConfigurationSetTrackingOptions",
     put_tracking},
    {"PUT", "/v2/email/configuration-sets/{}/delivery-options", "PutConfigurationSetDeliveryOptions",
     put_delivery},
    {"PUT", "/v2/email/configuration-sets/{}/reputation-options", "PutConfigurationSetReputationOptions",
     put_reputation},
    {"PUT", "/v2/email/configuration-sets/{}/suppression-options", "PutConfigurationSetSuppressionOptions",
     put_suppression},
    {"PUT", "/v2/email/configuration-sets/{}/vdm-options", "PutConfigurationSetVdmOptions", put_vdm},
    {"PUT", "/v2/email/configuration-sets/{}/archiving-options", "PutConfigurationSetArchivingOptions",
     put_archiving},
    {"POST", "/v2/email/configuration-sets/{}/event-destinations", "CreateConfigurationSetEventDestination",
     create_destination},
    {"GET", "/v2/email/configuration-sets/{}/event-destinations", "GetConfigurationSetEventDestinations",
     get_destinations},
    {"PUT", "/v2/email/configuration-sets/{}/event-destinations/{}", "UpdateConfigurationSetEventDestination",
     update_destination},
    {"DELETE", "/v2/email/configuration-sets/{}/event-destinations/{}",
     "DeleteConfigurationSetEventDestination", delete_destination},
}};

} // namespace

const std::span<const json_action> json_configuration_sets{json_configuration_sets_table};

} // namespace sendlab::api
