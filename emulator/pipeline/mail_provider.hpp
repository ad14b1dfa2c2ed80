// Where mail goes: SES or an external SMTP provider, seen from a client that sends one e-mail.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/time_types.hpp"
#include "faults/fault.hpp"
#include "mailbox/mailbox.hpp"
#include "pipeline/email_catalog.hpp"
#include "pipeline/ledger.hpp"
#include "smtp/connection_pool.hpp"

namespace sendlab::pipeline {

/// One call to a provider.
struct send_call {
    email_number email = 0;
    request_number request = 0;
    file_number file = no_file; // none: sent inside the request
    attempt_number attempt = no_attempt;
    std::uint32_t attempt_key =
        1; // what chance is keyed by: the same e-mail in the same attempt, whatever the order
    std::uint32_t sdk_try = 0;      // 0 the first, 1 the SDK's first retry, ...
    double shared_score = 0;        // standard normal, one an invocation: what its latencies have in common
    bool after_lost_answer = false; // this attempt had the e-mail accepted before, but never heard of it
};

enum class send_outcome : std::uint8_t {
    accepted,
    throttled,    // over the rate or the quota: worth another try
    failed,       // server error: worth another try
    disconnected, // the connection broke before an answer came: worth another try, at the risk of a duplicate
    refused,      // for good
};

/// What a call costs in time: a send takes effect when the provider accepts it, not when the caller hears of
/// it. What it has received, it decides on by itself, whatever has become of the caller.
struct send_timing {
    duration until_received{}; // at most until_accepted
    duration until_accepted{};
    duration until_answered{}; // from acceptance on
};

/// Of a dialogue, before the message itself: a command and its answer, which a fault of its own may strike.
struct dialogue_step {
    faults::operation what{};
    duration takes{};
};

class mail_provider {
public:
    virtual ~mail_provider() = default;
    /// `fresh`: on a new connection.
    [[nodiscard]] virtual send_timing timing(const send_call& call, bool fresh) const = 0;
    /// The same, step by step: what these take and message_timing() are what timing() is. Nothing: a call is one step.
    [[nodiscard]] virtual std::vector<dialogue_step> steps(const send_call& /*call*/, bool /*fresh*/) const {
        return {};
    }
    [[nodiscard]] virtual send_timing message_timing(const send_call& call) const {
        return timing(call, false);
    }
    /// How long a client waits for one answer.
    [[nodiscard]] virtual duration patience() const { return forever; }
    /// Connections that clients have to it now.
    [[nodiscard]] virtual std::uint32_t open_connections() const { return 0; }
    /// A client opens so many of them, or (below 0) closes them.
    virtual void count_connections(std::int32_t /*more*/) {}
    /// The moment of acceptance: the provider takes the e-mail, or says why not.
    virtual send_outcome offer(const send_call& call) = 0;
    /// So many e-mails were taken that nobody offered one by one.
    virtual void count_accepted(std::uint64_t emails) = 0;
    /// What faults call it.
    [[nodiscard]] virtual faults::operation operation() const = 0;
    /// The connections of one client, where they are limited and used again; null where each call has its
    /// own.
    [[nodiscard]] virtual std::unique_ptr<smtp::connection_pool> pool() const { return nullptr; }
    /// Where its messages are said to come from.
    [[nodiscard]] virtual mailbox::transport transport() const = 0;
    /// E-mails taken so far.
    [[nodiscard]] virtual std::uint64_t accepted() const = 0;
};

} // namespace sendlab::pipeline
