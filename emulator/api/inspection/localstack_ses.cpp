// LocalStack's /_aws/ses: what SES has sent, without an account's credentials.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "api/inspection/inspection_call.hpp"
#include "base/utc_text.hpp"
#include "mailbox/shown_mail.hpp"

namespace sendlab::api {

namespace {

using nlohmann::ordered_json;

ordered_json addresses_json(const std::vector<mailbox::mail_address>& list) {
    auto out = ordered_json::array();
    for (const auto& address : list)
        out.push_back(address.address);
    return out;
}

ordered_json nullable(const std::string& text) {
    return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json sent_json(const mailbox::message& kept, const std::string& region) {
    const auto mail = shown(kept, mailbox::parse_scope::overview);
    return {{"Id", kept.ses_id},
            {"Region", region},
            {"Timestamp", utc_text(kept.accepted, 0)},
            {"Source", kept.from},
            {"Destination",
             {{"ToAddresses", addresses_json(mail.to)},
              {"CcAddresses", addresses_json(mail.cc)},
              {"BccAddresses", addresses_json(mail.bcc)}}},
            {"Subject", mail.subject},
            {"Body", {{"text_part", nullable(mail.text)}, {"html_part", nullable(mail.html)}}},
            {"RawData", kept.raw ? *kept.raw : std::string{}}};
}

/// Oldest first, as LocalStack has it. Filters: `id`, `email` (of the sender).
std::vector<const mailbox::message*> wanted(const inspection_call& call) {
    const auto id = call.parameter("id");
    const auto email = call.parameter("email");
    auto found = call.world.box.list(0, call.world.box.count());
    std::erase_if(found, [&](const mailbox::message* m) {
        return m->ses_id.empty() || (!id.empty() && m->ses_id != id) || (!email.empty() && m->from != email);
    });
    std::ranges::reverse(found);
    return found;
}

std::optional<http_response> list_sent(inspection_call& call) {
    const auto region = call.world.ses ? call.world.ses->account().region : std::string{"us-east-1"};
    auto messages = ordered_json::array();
    for (const auto* const kept : wanted(call))
        messages.push_back(sent_json(*kept, region));
    return json_document({{"messages", std::move(messages)}});
}

std::optional<http_response> remove(inspection_call& call) {
    call.world.box.remove(ids_of(wanted(call)));
    http_response response;
    response.status = 204;
    return response;
}

constexpr std::array<inspection_route, 2> localstack_ses_table{{
    {"GET", "/_aws/ses", list_sent},
    {"DELETE", "/_aws/ses", remove},
}};

} // namespace

const std::span<const inspection_route> localstack_ses{localstack_ses_table};

} // namespace sendlab::api
