// Where faults, latency and quotas of an SMTP server come from: something that is asked at each step of a
// dialogue, once the step itself is in order.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "base/time_types.hpp"
#include "smtp/received_message.hpp"
#include "smtp/reply.hpp"

namespace sendlab::smtp {

enum class stage : std::uint8_t {
    connect, // before the greeting
    hello,   // EHLO or HELO
    starttls,
    auth, // once the credentials are known
    mail,
    rcpt,    // each
    data,    // before the 354; or at a first BDAT: a delay holds up its answer, if it is not the last
    message, // its last octet has come; Amazon SES reports throttling and rejection here
    other,   // RSET, NOOP, HELP, VRFY, EXPN
    quit,
};

/// One step of one dialogue. (session, message, recipient) name it for draws of chance.
struct occasion {
    stage at = stage::connect;
    std::uint64_t session = 0;   // from 1, in the order of connections
    std::uint32_t message = 0;   // the message that is being sent, from 1; 0 before the first MAIL
    std::uint32_t recipient = 0; // of rcpt: which one of the message, from 0
    std::string_view argument{}; // name of the client, user, reverse-path, recipient
    const envelope* sent{};      // from mail on: what is known of the message; else null
    std::string_view text{};     // of message: the text, where it is kept
    std::uint64_t size = 0;      // of message: in octets
};

/// What becomes of the connection after the step.
enum class ending : std::uint8_t {
    none,
    close,   // after the answer
    hang_up, // the step takes effect and the connection closes, but the answer is never sent
    reset,   // the same with a TCP reset
};

/// The network that a text comes through.
struct link {
    /// On the wire, with stuffed dots and the end mark. 0: no limit; else up to 10^9.
    std::uint64_t octets_per_second = 0;
    std::uint64_t reset_after = 0; // so many octets of the text, and one more, reset the connection; 0: never
    /// Asked once, with how long the text is as far as it is known: as soon as it is longer than reset_after, where the
    /// answer says whether the connection breaks, else when it has ended. Null: it does break.
    std::function<bool(std::uint64_t octets)> breaks{};
};

struct decision {
    /// In place of the step. Nothing: it takes effect.
    std::optional<refusal> refused{};
    /// Until a message is in the mailbox (for other stages the two delays add up), and from then until the
    /// answer. Meanwhile the connection does nothing else.
    duration before{};
    duration after{};
    ending then = ending::none;
    link text{}; // of data: the text that follows
};

/// Calls come in the order of events, from the thread of the world. A policy that answers from (seed, session,
/// message, recipient) alone gives the same run again.
class policy {
public:
    virtual ~policy() = default;
    [[nodiscard]] virtual decision decide(const occasion& step) = 0;
};

} // namespace sendlab::smtp
