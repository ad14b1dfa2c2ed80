// Messages as MailHog's API shows them: envelope, header fields and body as they came, not decoded.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "mailbox/message.hpp"

namespace sendlab::api {

/// MailHog has nested multiparts inside their part; here all parts stand in one list, so that clients which
/// look at the list alone find the text of a mail that has attachments too.
[[nodiscard]] nlohmann::ordered_json mailhog_json(const mailbox::message& kept);

} // namespace sendlab::api
