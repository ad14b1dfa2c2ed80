// The pool of connections that a mail client keeps to its SMTP provider, so that most messages are spared the
// set-up. The policy is that of nodemailer's `pool: true`. Without sockets: it says which connection to use,
// its owner opens, uses and closes it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace sendlab::smtp {

struct pool_limits {
    std::uint32_t connections = 5;               // at least 1
    std::uint32_t messages_per_connection = 100; // at least 1; then a fresh one takes its place
};

class connection_pool {
public:
    /// Whatever its owner calls one send that wants a connection.
    using sender = std::uint64_t;

    struct lease {
        std::uint32_t connection = 0; // from 0, below pool_limits::connections
        bool fresh = false;           // to be opened first: it is new, or replaces one that was closed

        friend bool operator==(const lease&, const lease&) = default;
    };
    /// Whose turn it is.
    struct turn {
        sender who = 0;
        lease on;

        friend bool operator==(const turn&, const turn&) = default;
    };

    explicit connection_pool(pool_limits limits);

    /// A connection for one message: an open one if there is any, else a fresh one. If all are in use the
    /// sender waits in line, first come, first served.
    [[nodiscard]] std::optional<lease> acquire(sender who);

    /// The message is done with. A connection that is not reusable (an error, a time-out) or has carried its
    /// last message is closed. The result is the first in line, who goes on with it.
    [[nodiscard]] std::optional<turn> release(std::uint32_t connection, bool reusable = true);

    /// Leaves the line. False if the sender does not stand in it.
    bool withdraw(sender who);

    [[nodiscard]] std::uint32_t in_use() const { return in_use_; }
    /// That it was handed out for since it was opened.
    [[nodiscard]] std::uint32_t messages(std::uint32_t connection) const {
        return slots_.at(connection).messages;
    }
    /// In use or idle.
    [[nodiscard]] std::uint32_t open() const;
    [[nodiscard]] std::size_t waiting() const { return line_.size(); }

private:
    enum class state : std::uint8_t { closed, idle, busy };
    struct slot {
        state now = state::closed;
        std::uint32_t messages = 0; // handed out for, since it was opened
    };

    [[nodiscard]] std::optional<std::uint32_t> find(state wanted) const;
    lease hand_out(std::uint32_t index);

    pool_limits limits_;
    std::vector<slot> slots_;
    std::deque<sender> line_;
    std::uint32_t in_use_ = 0;
};

} // namespace sendlab::smtp
