// Messages as Mailpit's API shows them: keys in capitals, lists that are never null.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "mailbox/mailbox.hpp"
#include "mailbox/parsed_mail.hpp"

namespace sendlab::api {

/// MessageSummary
[[nodiscard]] nlohmann::ordered_json summary_json(const mailbox::message& kept);
/// Message
[[nodiscard]] nlohmann::ordered_json message_json(const mailbox::message& kept);
/// MessagesSummary of one page; `all` matched.
[[nodiscard]] nlohmann::ordered_json page_json(const mailbox::mailbox& box,
                                               const std::vector<const mailbox::message*>& page,
                                               std::size_t start, std::size_t all, std::size_t all_unread);
/// All tags that are in use, sorted.
[[nodiscard]] std::vector<std::string> tags_in_use(const mailbox::mailbox& box);

} // namespace sendlab::api
