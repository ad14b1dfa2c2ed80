// What MAIL and RCPT say, once the order of commands lets them speak (RFC 5321, sections 4.1.1.2, 4.1.1.3 and
// 4.1.2; parameters by RFC 1870, 3030, 3461, 4954, 6152, 6531).
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "smtp/received_message.hpp"
#include "smtp/reply.hpp"
#include "smtp/session_settings.hpp"

namespace sendlab::smtp {

/// What the server and the session allow.
struct command_rules {
    const extension_set& offered;
    std::uint64_t message_limit; // octets
    bool extended = true;        // the client said EHLO: there may be parameters
};

/// Of "FROM:<a@b> SIZE=100 ...", all that follows the verb and a blank. The error is what to answer.
[[nodiscard]] result<envelope, reply> parse_mail(std::string_view argument, const command_rules& rules);

/// Of "TO:<a@b> NOTIFY=NEVER ...".
[[nodiscard]] result<recipient, reply> parse_rcpt(std::string_view argument, const command_rules& rules,
                                                  bool smtputf8);

} // namespace sendlab::smtp
