// Steps that both protocols take before a message can be sent: a template rendered, a header read.
#pragma once

#include <string_view>

#include "api/ses_rest/mail_sender.hpp"

namespace sendlab::api {

[[nodiscard]] ses_result<const ses::email_template*> find_template(const ses::ses_service& ses,
                                                                   std::string_view name);

/// Renders the template into the mail and sends it. Data that is no JSON object is refused; a value that is
/// missing makes a message that is accepted and not sent (mail_sender::send_nothing).
ses_result<std::string> send_template(mail_sender& sender, outgoing_mail mail,
                                      const ses::email_template& what, std::string_view data);

/// A rendering that failed, as TestRenderTemplate answers it.
[[nodiscard]] ses_error rendering_error_of(const ses::rendering_error& error);

/// Takes from the header of a raw message what the request has not said: source, recipients, configuration set,
/// tags.
void complete_from_header(outgoing_mail& mail);

} // namespace sendlab::api
