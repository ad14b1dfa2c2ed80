// The server's side of an SMTP connection (RFC 5321), without the connection: octets go in, replies come out,
// together with what is to be done next.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "smtp/policy.hpp"
#include "smtp/received_message.hpp"
#include "smtp/session_log.hpp"
#include "smtp/session_settings.hpp"
#include "time/scheduler.hpp"

namespace sendlab::smtp {

/// What the owner of a session has to do next. First of all, always: send what stands in output().
enum class action : std::uint8_t {
    read,      // call receive() with what was left of the input, or with more
    wait,      // call wait_over() once delay() is over; keep the input
    deliver,   // take message(), call delivered()
    start_tls, // forget all input, make the handshake, call tls_started()
    close,     // and nothing more: input does not matter any longer
    reset,     // with a TCP reset, and without sending anything
};

/// How a connection ended that the session had not closed.
enum class loss : std::uint8_t { closed_by_client, connection_reset };

class session {
public:
    /// Of output(), in octets, where receive() pauses.
    static constexpr std::size_t most_output = 64 * 1024;

    /// `id` counts sessions from 1. No policy: nothing is delayed or refused beyond the settings. All that is
    /// referred to outlives the session.
    session(const session_settings& settings, const scheduler& clock, policy* faults, std::uint64_t id);
    ~session();

    /// Once, first. `tls`: the connection has begun with a handshake. `early`: the client has spoken already.
    action start(bool tls = false, bool early = false);
    /// Takes input off the front. It leaves some over, and answers `read`, where output() has become long.
    action receive(std::string_view& input);
    action wait_over();
    action tls_started();
    action delivered(const accept_result& result);
    /// Whenever the owner wants to end it: the client has been silent for too long, or the server stops.
    action give_up(const reply& why);
    /// The connection is gone. A message that was not complete is dropped.
    void lost(loss how);

    /// The owner clears what it has sent.
    [[nodiscard]] std::string& output();
    [[nodiscard]] duration delay() const;
    [[nodiscard]] received_message& message();

    [[nodiscard]] std::uint64_t id() const;
    [[nodiscard]] const session_log& log() const;
    /// Messages.
    [[nodiscard]] std::uint32_t accepted() const;
    /// Grows with each command and every few thousand octets of a text: tells a slow client from one that
    /// only keeps the connection alive.
    [[nodiscard]] std::uint64_t progress() const;
    /// The client has not shown that it knows of the message that was accepted last. If the connection ends
    /// so, it may send the message again (RFC 5321, section 6.1; RFC 1047).
    [[nodiscard]] bool answer_in_doubt() const;

private:
    class impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::smtp
