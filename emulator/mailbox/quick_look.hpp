// Most messages do not hold what is searched for. Where the bytes alone show that, a message need not be taken
// apart: that costs fifty times as much.
#pragma once

#include <string_view>

#include "mailbox/message.hpp"

namespace sendlab::mailbox {

/// True where no text of the message, as people are shown it, can hold this (folded) text. False says nothing: the
/// message may be encoded, or hold it.
[[nodiscard]] bool rules_out(const message& kept, std::string_view folded_text);

} // namespace sendlab::mailbox
