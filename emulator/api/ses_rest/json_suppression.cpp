// The suppression list of the REST API.
#include <array>

#include <nlohmann/json.hpp>

#include "api/ses_rest/json_members.hpp"
#include "api/ses_rest/json_protocol.hpp"
#include "api/ses_rest/page.hpp"
#include "api/ses_rest/seconds.hpp"
#include "base/json_value.hpp"
#include "ses/address.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;

ses_error not_suppressed(const std::string& address) {
    return {ses_fault::not_found, "Email address " + address + " does not exist on your suppression list."};
}

json document_of(const ses::suppressed_address& entry) {
    return {{"EmailAddress", entry.address},
            {"Reason", to_string(entry.why)},
            {"LastUpdateTime", epoch_seconds(entry.since)}};
}

ses_result<std::string> put_address(json_call& call) {
    const auto address = text_member(call.body, "EmailAddress");
    const auto reason = text_member(call.body, "Reason");
    if (!ses::has_domain(address))
        return ses_error{ses_fault::invalid_parameter, "Invalid email address: " + address};
    if (reason != "BOUNCE" && reason != "COMPLAINT")
        return ses_error{ses_fault::invalid_parameter, "Reason must be BOUNCE or COMPLAINT."};
    const auto why =
        reason == "BOUNCE" ? ses::suppression_reason::bounce : ses::suppression_reason::complaint;
    call.world.ses.suppressed().put(address, why, call.world.clock.now());
    return json_done();
}

ses_result<std::string> get_address(json_call& call) {
    const auto* const entry = call.world.ses.suppressed().find(call.names[0]);
    if (!entry)
        return not_suppressed(call.names[0]);
    return json_text(json{{"SuppressedDestination", document_of(*entry)}});
}

ses_result<std::string> delete_address(json_call& call) {
    if (!call.world.ses.suppressed().remove(call.names[0]))
        return not_suppressed(call.names[0]);
    return json_done();
}

ses_result<std::string> list_addresses(json_call& call) {
    const auto wanted = [&](const ses::suppressed_address& entry) {
        bool any = false;
        for (const auto& [name, value] : call.query) {
            if (name == "Reason" && value == to_string(entry.why))
                return true;
            any = any || name == "Reason";
        }
        return !any;
    };
    std::vector<const ses::suppressed_address*> found;
    for (const auto& [address, entry] : call.world.ses.suppressed())
        if (wanted(entry))
            found.push_back(&entry);
    const auto page =
        page_of(found.begin(), found.end(), call.parameter("NextToken"), call.parameter("PageSize"));
    json answer = {{"SuppressedDestinationSummaries", json::array()}};
    for (const auto& entry : page.entries)
        answer["SuppressedDestinationSummaries"].push_back(document_of(**entry));
    if (!page.next_token.empty())
        answer["NextToken"] = page.next_token;
    return json_text(answer);
}

constexpr std::array<json_action, 4> json_suppression_table{{
    {"PUT", "/v2/email/suppression/addresses", "PutSuppressedDestination", put_address},
    {"GET", "/v2/email/suppression/addresses", "ListSuppressedDestinations", list_addresses},
    {"GET", "/v2/email/suppression/addresses/{}", "GetSuppressedDestination", get_address},
    {"DELETE", "/v2/email/suppression/addresses/{}", "DeleteSuppressedDestination", delete_address},
}};

} // namespace

const std::span<const json_action> json_suppression{json_suppression_table};

} // namespace sendlab::api
