// What happens in the mailbox, as Mailpit tells it on its WebSocket /api/events: "new", "update", "delete",
// "truncate", and "stats" at most four times a second.
#pragma once

#include "api/event_feed.hpp"
#include "mailbox/mailbox.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api {

/// Publishes to the feed while somebody listens. All of them outlive it.
class mail_feed {
public:
    mail_feed(scheduler& clock, mailbox::mailbox& box, event_feed& into);
    ~mail_feed();
    mail_feed(const mail_feed&) = delete;
    mail_feed& operator=(const mail_feed&) = delete;

private:
    void on_event(mailbox::mailbox_event event, const mailbox::message* about);
    void publish_statistics();

    scheduler& clock_;
    mailbox::mailbox& box_;
    event_feed& feed_;
    std::uint64_t subscription_;
    timer_id statistics_{}; // pending
};

} // namespace sendlab::api
