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
/// Whether pictures and fonts that a mail wants from elsewhere are loaded: whoever sent it sees that it was read.
enum class remote_content { refused, loaded };

/// The HTML of the mail, with its own pictures inside; links open elsewhere.
[[nodiscard]] http_response html_response(const mailbox::parsed_mail& mail, remote_content remote);
[[nodiscard]] http_response text_response(std::string text);

} // namespace sendlab::api
