// The account in the Query API: quota, statistics, whether it sends at all.
#include <array>

#include "api/ses_rest/query_protocol.hpp"
#include "api/ses_rest/xml_text.hpp"
#include "base/json_text.hpp"
#include "base/utc_text.hpp"

namespace sendlab::api {

namespace {

/// "200.0": SES writes quotas as numbers with a fraction.
std::string decimal(double value) {
    std::string text;
    append_json_fixed(text, value, 1);
    return text;
}

ses_result<std::string> get_send_quota(query_call& call) {
    const auto quota = call.world.ses.quota();
    std::string xml;
    append_xml_element(xml, "Max24HourSend", decimal(quota.max_24_hour_send));
    append_xml_element(xml, "MaxSendRate", decimal(quota.max_send_rate));
    append_xml_element(xml, "SentLast24Hours", decimal(quota.sent_last_24_hours));
    return xml;
}

ses_result<std::string> get_send_statistics(query_call& call) {
    std::string xml = "<SendDataPoints>";
    for (const auto& point : call.world.ses.statistics()) {
        append_xml_element(xml += "<member>", "Timestamp", utc_text(point.timestamp, 0));
        append_xml_element(xml, "DeliveryAttempts", std::to_string(point.delivery_attempts));
        append_xml_element(xml, "Bounces", std::to_string(point.bounces));
        append_xml_element(xml, "Complaints", std::to_string(point.complaints));
        append_xml_element(xml, "Rejects", std::to_string(point.rejects));
        xml += "</member>";
    }
    return xml + "</SendDataPoints>";
}

ses_result<std::string> get_sending_enabled(query_call& call) {
    std::string xml;
    append_xml_element(xml, "Enabled", call.world.ses.sending_enabled() ? "true" : "false");
    return xml;
}

ses_result<std::string> update_sending_enabled(query_call& call) {
    call.world.ses.set_sending_enabled(call.form.get("Enabled") == "true");
    return std::string{};
}

constexpr std::array<query_action, 4> query_account_table{{
    {"GetSendQuota", get_send_quota},
    {"GetSendStatistics", get_send_statistics},
    {"GetAccountSendingEnabled", get_sending_enabled},
    {"UpdateAccountSendingEnabled", update_sending_enabled},
}};

} // namespace

const std::span<const query_action> query_account{query_account_table};

} // namespace sendlab::api
