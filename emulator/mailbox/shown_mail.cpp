#include "mailbox/shown_mail.hpp"

#include <algorithm>

#include "mailbox/header_fields.hpp"

namespace sendlab::mailbox {

namespace {

bool names(const std::vector<mail_address>& list, std::string_view address) {
    return std::ranges::any_of(list, [&](const mail_address& a) { return same_name(a.address, address); });
}

} // namespace

parsed_mail shown(const message& kept, parse_scope scope) {
    auto mail = kept.raw ? parse_mail(*kept.raw, scope) : parsed_mail{};
    for (const auto& recipient : kept.recipients)
        if (!names(mail.to, recipient) && !names(mail.cc, recipient) && !names(mail.bcc, recipient))
            mail.bcc.push_back({{}, recipient});
    if (mail.from.empty() && !kept.from.empty())
        mail.from.push_back({{}, kept.from});
    if (mail.message_id.empty())
        mail.message_id = kept.message_id.empty() ? std::to_string(kept.id) + "@sendlab" : kept.message_id;
    return mail;
}

} // namespace sendlab::mailbox
