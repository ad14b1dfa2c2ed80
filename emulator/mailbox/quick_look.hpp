// Most messages do not hold what is searched for. Where the bytes alone show that, a message need not be taken
// apart: that costs fifty times as much.
#pragma once

#include <string_view>

#include "mailbox/message.hpp"

namespace sendlab::mailbox {

enum class looked_into { header, everything };

/// True where no text of the message, as people are shown it, can hold this (folded) text; or no text of its header and
/// envelope. False says nothing: the message may be encoded, or hold it.
[[nodiscard]] bool rules_out(const message& kept, std::string_view folded_text, looked_into where);

} // namespace sendlab::mailbox
