// The account in the REST API.
#include <array>

#include <nlohmann/json.hpp>

#include "api/ses_rest/json_members.hpp"
#include "api/ses_rest/json_protocol.hpp"
#include "base/json_value.hpp"

namespace sendlab::api {

namespace {

using nlohmann::json;

ses_result<std::string> get_account(json_call& call) {
    const auto& ses = call.world.ses;
    const auto quota = ses.quota();
    return json_text(json{{"DedicatedIpAutoWarmupEnabled", false},
                          {"EnforcementStatus", "HEALTHY"},
                          {"ProductionAccessEnabled", !ses.account().sandbox},
                          {"SendingEnabled", ses.sending_enabled()},
                          {"SendQuota",
                           {{"Max24HourSend", quota.max_24_hour_send},
                            {"MaxSendRate", quota.max_send_rate},
                            {"SentLast24Hours", quota.sent_last_24_hours}}},
                          {"SuppressionAttributes", {{"SuppressedReasons", {"BOUNCE", "COMPLAINT"}}}},
                          {"VdmAttributes", {{"VdmEnabled", "DISABLED"}}}});
}

ses_result<std::string> put_sending(json_call& call) {
    call.world.ses.set_sending_enabled(flag_member(call.body, "SendingEnabled", false));
    return json_done();
}

constexpr std::array<json_action, 2> json_account_table{{
    {"GET", "/v2/email/account", "GetAccount", get_account},
    {"PUT", "/v2/email/account/sending", "PutAccountSendingAttributes", put_sending},
}};

} // namespace

const std::span<const json_action> json_account{json_account_table};

} // namespace sendlab::api
