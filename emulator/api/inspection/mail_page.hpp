// Parts of mail as pages and downloads. What stands in a mail is a stranger's: a browser gets it only in a
// sandbox, without scripts, and never as another type than it is said to be.
#pragma once

#include <string>
#include <string_view>

#include "api/http.hpp"
#include "mailbox/parsed_mail.hpp"

namespace sendlab::api {

/// To be shown, or with `download` to be saved.
[[nodiscard]] http_response part_response(const mailbox::mail_part& part, bool download);
/// The HTML of the mail; pictures inside it are asked for at `parts` ("/api/v1/message/ID/part/").
[[nodiscard]] http_response html_response(const mailbox::parsed_mail& mail, std::string_view parts);
[[nodiscard]] http_response text_response(std::string text);

} // namespace sendlab::api
