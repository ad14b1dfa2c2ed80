// What is kept of the mailbox: messages, how they came and what became of them; counters.
#pragma once

#include <vector>

#include "mailbox/mailbox.hpp"
#include "storage/shelf.hpp"

namespace sendlab::storage {

/// In the order in which they are restored, into an empty mailbox. The mailbox outlives them.
[[nodiscard]] std::vector<shelf> shelves_of(mailbox::mailbox& mail);
/// Marks what changes in the mailbox from now on.
void watch(mailbox::mailbox& mail, mark_function mark);

} // namespace sendlab::storage
