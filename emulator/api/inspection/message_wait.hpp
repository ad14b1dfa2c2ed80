// "Tell me when N messages match": a test asks once, and need not poll.
#pragma once

#include <set>

#include "api/inspection/inspection_call.hpp"

namespace sendlab::api {

struct wait_request {
    mailbox::search_query query;
    std::size_t count = 1;
    bool exact = false; // that many and no more, as far as can be seen until the time is over
    duration timeout = std::chrono::seconds{10};
};

/// Answers 200 with the messages that match as soon as there are enough; when the time is over 408, with those
/// that there are. Time is the world's.
void wait_for_messages(inspection_world& world, wait_request wanted, http_answer answer);

} // namespace sendlab::api
