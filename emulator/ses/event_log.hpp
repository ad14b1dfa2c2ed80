// The events of messages that are worth it: those to the mailbox simulator or the suppression list, those that
// name a configuration set, and templates that failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

#include "ses/mail_event.hpp"

namespace sendlab::ses {

/// Keeps the latest; counts what it had to let go.
class event_log {
public:
    static constexpr std::size_t most = 10'000;

    void add(mail_event event) {
        events_.push_back(std::move(event));
        if (events_.size() > most) {
            events_.pop_front();
            ++dropped_;
        }
    }

    [[nodiscard]] const std::deque<mail_event>& events() const { return events_; }
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

private:
    std::deque<mail_event> events_;
    std::uint64_t dropped_ = 0;
};

} // namespace sendlab::ses
