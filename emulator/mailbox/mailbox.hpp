// The sink where the pipeline ends: every accepted message, whichever way it came.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "mailbox/message.hpp"

namespace sendlab::mailbox {

/// How much is kept of a message.
enum class keeping { everything, envelope_only, count_only };

/// What is kept at most; 0: without limit. The oldest go first, and the mailbox counts them.
struct retention {
    std::size_t messages = 0;
    std::uint64_t bytes = 0; // of the messages, as `message::size` says
    duration age{};          // acts whenever a message comes, and at expire()
};

/// Messages that retention has taken away: tests that miss mail look here first.
struct eviction_counts {
    std::uint64_t by_number = 0;
    std::uint64_t by_bytes = 0;
    std::uint64_t by_age = 0;

    [[nodiscard]] std::uint64_t total() const { return by_number + by_bytes + by_age; }
    friend bool operator==(const eviction_counts&, const eviction_counts&) = default;
};

/// What a mailbox knows of messages that it has no longer.
struct mailbox_history {
    std::uint64_t accepted = 0; // messages that have ever come: the last id
    std::uint64_t bytes = 0;    // of those
    std::uint64_t deleted = 0;
    eviction_counts evicted{};
};

enum class mailbox_event {
    accepted, // a message came
    updated,  // its read state or tags changed
    deleted,  // it goes, or was evicted; still there while listeners are told
    cleared   // all go; no message is named
};

class mailbox {
public:
    using listener = std::function<void(mailbox_event, const message*)>;

    explicit mailbox(keeping mode = keeping::everything, retention limits = {})
        : mode_{mode}, limits_{limits} {}

    [[nodiscard]] keeping mode() const { return mode_; }
    [[nodiscard]] const retention& limits() const { return limits_; }
    void set_limits(retention limits);
    /// The field of a message that says which e-mail it is; acts on messages that come later.
    void set_copy_field(std::string name) { copy_field_ = std::move(name); }

    /// The key that this field gives a message (mailbox/copies); 0 if the message does not have it. For a service
    /// that replaces fields of its client before the message comes here.
    [[nodiscard]] std::uint64_t identity_key_in(std::string_view raw) const;

    /// Gives the message its id and keeps what the mode says. Does not throw.
    std::uint64_t accept(message incoming);
    /// The same for a message that nobody has made: what counts is that it came. Only in count_only mode.
    std::uint64_t accept();

    /// Messages that have ever come; clear() does not take them back.
    [[nodiscard]] std::uint64_t accepted() const { return last_id_; }
    /// Bytes of all messages that have ever come, where anything is kept of them.
    [[nodiscard]] std::uint64_t accepted_bytes() const { return accepted_bytes_; }
    /// Messages that are kept, and their bytes.
    [[nodiscard]] std::size_t count() const { return messages_.size(); }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] std::size_t unread() const { return unread_; }
    [[nodiscard]] const eviction_counts& evicted() const { return evicted_; }
    /// Messages that somebody has deleted.
    [[nodiscard]] std::uint64_t deleted() const { return deleted_; }

    /// At most `limit` of the kept messages, newest first, after the `start` newest. Valid until the message
    /// goes.
    [[nodiscard]] std::vector<const message*> list(std::size_t start, std::size_t limit) const;
    /// Null if there is none, or no longer. Valid until the message goes.
    [[nodiscard]] const message* find(std::uint64_t id) const;

    /// False if there is none.
    bool set_read(std::uint64_t id, bool read);
    bool set_tags(std::uint64_t id, std::vector<std::string> tags);
    /// Those of the ids that there are; returns how many.
    std::size_t remove(std::span<const std::uint64_t> ids);
    /// Forgets all messages. Ids go on: none is given twice.
    void clear();
    /// Lets go what is older than the limit.
    void expire(time_point now);

    [[nodiscard]] mailbox_history history() const { return {last_id_, accepted_bytes_, deleted_, evicted_}; }
    /// Into an empty mailbox, what it had: messages by rising id, as they were. Nobody is told, nothing evicted.
    void restore(const mailbox_history& history);
    void restore(message kept);

    /// Calls `told` of every event from now on. It may remove itself, and must not change the mailbox.
    std::uint64_t subscribe(listener told);
    void unsubscribe(std::uint64_t subscription) { listeners_.erase(subscription); }

private:
    [[nodiscard]] message* find_kept(std::uint64_t id) const;
    void keep(message&& incoming);
    void enforce(time_point now);
    void evict_oldest(std::uint64_t& counter);
    void forget(const message& gone);
    void tell(mailbox_event event, const message* about);

    keeping mode_;
    retention limits_;
    std::string copy_field_ = "Message-ID";
    std::deque<std::unique_ptr<message>> messages_; // by rising id
    std::uint64_t last_id_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t accepted_bytes_ = 0;
    std::size_t unread_ = 0;
    std::uint64_t deleted_ = 0;
    eviction_counts evicted_;
    std::map<std::uint64_t, std::shared_ptr<listener>> listeners_;
    std::uint64_t last_subscription_ = 0;
};

} // namespace sendlab::mailbox
