// What Lambda tells the outside as it happens: the pipeline's ledger and journal listen here, so does the
// live log.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time_types.hpp"
#include "lambda/handler.hpp"

namespace sendlab::lambda {

enum class attempt_outcome : std::uint8_t {
    succeeded,
    failed,    // the handler answered with an error
    timed_out, // killed at the time limit
};

/// Why the queue gave an event up (the `condition` of a destination record).
enum class given_up {
    retries_exhausted,
    event_age_exceeded,
    zero_reserved_concurrency,
    recursive_loop,   // one of too long a chain of invocations, each the cause of the next
    function_deleted, // while the event was pending; no destination hears of it
};

/// An attempt that has ended.
struct attempt_report {
    attempt_outcome outcome = attempt_outcome::succeeded;
    time_point started{};
    duration ran{};  // what the time limit applies to, suppressed init included
    duration init{}; // of a cold start, or the limit where that cut it short; zero on a warm one
    duration billed{};
    bool cold = false;               // the first attempt of its environment
    bool init_inside = false;        // Init was part of the attempt: the one before it was killed
    std::uint32_t max_memory_mb = 0; // that its process has had; 0 where nobody measures it
    std::string runtime_error;       // what became of the process ("Runtime.ExitError"); empty: nothing
    std::string payload;             // what the handler returned, or the error object
};

/// A line of a function's log: the code's own, or START, END, REPORT and what else Lambda writes.
struct log_line {
    const std::string& function;
    std::uint64_t environment = 0; // its log stream
    request_id run; // the invocation during which it was written, or the last before; zeros: Init
    std::string_view text;
};

/// Everything is told at the time at which it happens. From inside a call functions may be invoked, but
/// neither created nor deleted.
class lambda_observer {
public:
    virtual ~lambda_observer() = default;

    virtual void on_accepted(const request_id&, const event_document&) {}
    /// The queue is going to deliver the event a second time. Each of the two has attempts of its own and its
    /// own end: accepted + duplicated = succeeded + given up + pending.
    virtual void on_duplicated(const request_id&, const event_document&) {}
    /// The event has met a throttle or an outage. Not told of the one after which it is given up as too old.
    virtual void on_throttled(const request_id&, const event_document&, duration /*until tried again*/) {}
    /// Called when the Init phase of a new environment begins.
    virtual void on_cold_start(std::uint64_t /*environment*/) {}
    virtual void on_attempt_started(const invocation&, bool /*cold*/) {}
    virtual void on_attempt_ended(const invocation&, const attempt_report&) {}
    virtual void on_retry_scheduled(const invocation&, duration /*delay*/) {}
    virtual void on_succeeded(const request_id&, const event_document&) {}
    virtual void on_given_up(const request_id&, const event_document&, given_up, std::uint32_t /*attempts*/) {
    }
    /// Told when it is noticed, which may be later than keep_warm has passed: see expire_idle_environments().
    virtual void on_environment_expired(std::uint64_t /*environment*/) {}
    /// A record for a destination or dead-letter target, as JSON; `target` is the configured ARN.
    virtual void on_record(const std::string& /*target*/, const std::string& /*json*/) {}
    /// Only where log lines are asked for.
    virtual void on_log_line(const log_line&) {}
};

} // namespace sendlab::lambda
