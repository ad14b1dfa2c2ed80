// A kept message as a reader sees it: what is in it, completed by its envelope.
#pragma once

#include "mailbox/message.hpp"
#include "mailbox/parsed_mail.hpp"

namespace sendlab::mailbox {

/// Recipients of the envelope whom the header does not name stand in `bcc`; a sender and a Message-ID that the
/// header lacks come from the envelope. Where the bytes were not kept there is the envelope alone.
[[nodiscard]] parsed_mail shown(const message& kept, parse_scope scope = parse_scope::everything);

} // namespace sendlab::mailbox
