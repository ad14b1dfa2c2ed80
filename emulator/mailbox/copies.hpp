// Which messages are one e-mail that was sent more than once. A retried invocation sends its whole file again,
// a client whose 250 was lost sends its mail again: nobody but the sink sees that.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mailbox/message.hpp"

namespace sendlab::mailbox {

/// By what messages are known to be one e-mail.
enum class copy_rule {
    automatic, // one file and position; where that is unknown, the same Message-ID or the same content
    identity,  // one file and position, or the same Message-ID (or field, see `copy_field`)
    content,   // the same sender, recipients, subject and body
};

/// Names the e-mail: its file and position if they are known, else the value of `field` in the message, 0 if
/// there is none.
[[nodiscard]] std::uint64_t identity_key_of(const message& kept, std::string_view field);
/// The key of one value of that field: where a service has replaced the field of its client.
[[nodiscard]] std::uint64_t identity_key_of(std::string_view field_value);

/// Sender, recipients, subject and body: not what differs from one making of a message to the next (Date,
/// Message-ID, MIME boundaries). 0 where the bytes are not known.
[[nodiscard]] std::uint64_t content_key_of(const message& kept);

/// One e-mail that came more than once.
struct copies {
    std::vector<const message*> messages; // in the order in which they came, at least two
    std::vector<std::string> hit_twice;   // recipients of more than one of them, sorted, at least one
};

/// In the order of the first message of each. Time O(n log n).
[[nodiscard]] std::vector<copies> find_copies(std::span<const message* const> messages, copy_rule rule);

} // namespace sendlab::mailbox
