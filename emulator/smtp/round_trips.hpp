// Why a far SMTP provider is slow: the protocol is a dialogue, and each question crosses the distance twice.
//
//   step                round trips  why                                               source
//   TCP                 1            SYN, SYN-ACK                                      RFC 9293, 3.5
//   TLS, implicit       1 (1.2: 2)   ClientHello to Finished                           RFC 8446, 2
//   greeting            1            the server speaks first, when it sees the client  RFC 5321, 4.3.1
//   EHLO                1                                                              RFC 5321, 4.1.1.1
//   STARTTLS            1            220 comes before the handshake                    RFC 3207, 4
//   TLS after STARTTLS  1 (1.2: 2)                                                     RFC 8446, 2
//   EHLO again          1            what was learned in clear text is forgotten       RFC 3207, 4.2
//   AUTH PLAIN          1            with the initial response                         RFC 4954, 4
//   AUTH LOGIN          3            command, name and password, one by one            (no RFC)
//   MAIL                1                                                              RFC 5321, 3.3
//   RCPT                1 each                                                         RFC 5321, 3.3
//   DATA                1            354 comes before the text                         RFC 5321, 3.3
//   text, final dot     1            250: from now on the server answers for it        RFC 5321, 4.2.5
//
// With PIPELINING (RFC 2920, 3.1) MAIL, all RCPT and DATA go out together: 1 instead of 2 + recipients.
// Amazon SES does not offer it. QUIT is not waited for. A text longer than the congestion window takes
// further round trips, which are not modelled here: give the latency a part per KB.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time_types.hpp"
#include "smtp/policy.hpp"

namespace sendlab::smtp {

enum class tls_mode {
    none,
    starttls, // ports 25, 587
    implicit, // port 465 (RFC 8314)
};

enum class auth_mode { none, plain, login };

/// From the moment that a send begins.
struct send_times {
    duration received{}; // the server has the final dot: it goes on even if the client is killed now
    duration accepted{}; // it has taken the message (RFC 5321, section 6.1)
    duration answered{}; // the client knows
};

/// What a client asks, how often that crosses the distance and back, and at which stage the server is then.
struct question {
    stage at{};
    std::uint32_t round_trips = 0;
};

/// How a client talks to its server.
struct dialogue {
    tls_mode tls = tls_mode::starttls;
    auth_mode authentication = auth_mode::plain;
    bool pipelining = false;
    std::uint32_t tls_handshake = 1; // round trips: 1 is TLS 1.3, 2 is TLS 1.2

    /// Round trips before a new connection is ready for MAIL.
    [[nodiscard]] constexpr std::uint32_t set_up() const {
        constexpr std::uint32_t tcp = 1, greeting = 1, ehlo = 1, starttls = 1;
        return tcp + greeting + ehlo + authenticate() + (tls == tls_mode::none ? 0 : tls_handshake) +
               (tls == tls_mode::starttls ? starttls + ehlo : 0);
    }

    /// Round trips of one message on a connection that is ready, to the reply that follows the final dot.
    [[nodiscard]] constexpr std::uint32_t message(std::uint32_t recipients = 1) const {
        constexpr std::uint32_t mail = 1, data = 1, text = 1, together = 1;
        return (pipelining ? together : mail + recipients + data) + text;
    }

    [[nodiscard]] constexpr std::uint32_t round_trips(bool fresh_connection,
                                                      std::uint32_t recipients = 1) const {
        return (fresh_connection ? set_up() : 0) + message(recipients);
    }

    /// `server_time` is what the server needs for the message once it has the final dot. Acceptance lies half
    /// a round trip, the way of the 250, before the answer.
    [[nodiscard]] constexpr send_times times(bool fresh_connection, std::uint32_t recipients,
                                             duration round_trip, duration server_time) const {
        const auto answered = round_trips(fresh_connection, recipients) * round_trip + server_time;
        const auto accepted = answered - round_trip / 2;
        return {accepted - server_time, accepted, answered};
    }

    /// What comes before the text of one message, in order. With the text's own they are round_trips().
    [[nodiscard]] std::vector<question> questions(bool fresh_connection, std::uint32_t recipients) const;

private:
    [[nodiscard]] constexpr std::uint32_t authenticate() const {
        switch (authentication) {
        case auth_mode::plain:
            return 1;
        case auth_mode::login:
            return 3;
        case auth_mode::none:
            break;
        }
        return 0;
    }
};

/// What octets take where so many pass in a second, up to 10^9 of them.
[[nodiscard]] constexpr duration transfer_time(std::uint64_t octets, std::uint64_t octets_per_second) {
    constexpr std::uint64_t second = 1'000'000'000;
    const auto rest = octets % octets_per_second;
    return duration{
        static_cast<duration::rep>(octets / octets_per_second * second + rest * second / octets_per_second)};
}

} // namespace sendlab::smtp
