// The sink where the pipeline ends: every accepted message, whichever way it came.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time_types.hpp"

namespace sendlab::mailbox {

/// How much is kept of a message.
enum class keeping { everything, envelope_only, count_only };

enum class transport { ses, smtp };

/// Which e-mail of the pipeline a message is, and which attempt sent it. Messages of one file and position
/// are copies of one e-mail.
struct origin {
    std::string file_key;
    std::uint32_t position = 0; // in the file, from 0
    std::uint32_t attempt = 1;  // of the invocation, from 1
    std::string request_id;     // of the invocation

    friend bool operator==(const origin&, const origin&) = default;
};

struct message {
    std::uint64_t id = 0; // given by the mailbox: 1, 2, 3, ... in the order of acceptance
    time_point accepted{};
    transport via = transport::ses;
    std::string from; // of the envelope, as are the recipients
    std::vector<std::string> recipients;
    std::uint64_t size = 0;                 // in bytes, also where the bytes are not kept
    std::shared_ptr<const std::string> raw; // the message as it came; null where it is not kept
    std::optional<sendlab::mailbox::origin> origin;
};

/// Nothing is ever evicted; memory grows with what is kept.
class mailbox {
public:
    explicit mailbox(keeping mode = keeping::everything) : mode_{mode} {}

    [[nodiscard]] keeping mode() const { return mode_; }

    /// Gives the message its id and keeps what the mode says.
    std::uint64_t accept(message incoming);
    /// The same for a message that nobody has made: what counts is that it came. Only in count_only mode.
    std::uint64_t accept();

    /// Messages that have ever come; clear() does not take them back.
    [[nodiscard]] std::uint64_t accepted() const { return last_id_; }
    /// Messages that are kept.
    [[nodiscard]] std::size_t count() const { return messages_.size(); }

    /// At most `limit` of the kept messages, newest first, after the `start` newest. Valid until clear().
    [[nodiscard]] std::vector<const message*> list(std::size_t start, std::size_t limit) const;
    /// Null if there is none, or no longer. Valid until clear().
    [[nodiscard]] const message* find(std::uint64_t id) const;

    /// Forgets all messages. Ids go on: none is given twice.
    void clear() { messages_.clear(); }

private:
    keeping mode_;
    std::deque<message> messages_; // ids without a gap, the last one last_id_
    std::uint64_t last_id_ = 0;
};

} // namespace sendlab::mailbox
