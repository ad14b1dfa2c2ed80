// The journal of a run: everything that happened, in order, one small event at a time. Its digest identifies
// the run.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/digest.hpp"
#include "base/time_types.hpp"
#include "time/scheduler.hpp"

namespace sendlab::pipeline {

/// A file's event is delivered once, as a rule: delivery 0. Delivery 2n is that of S3's n-th copy of the notification,
/// 2n + 1 the same delivered a second time by Lambda's queue.
enum class event_kind : std::uint8_t {
    request,             // subject: request; a: its e-mails
    request_done,        // subject: request; the user's wait is over
    file_uploaded,       // subject: file; a: its e-mails, b: bytes
    upload_failed,       // subject: file
    notified,            // subject: file; a: copy
    accepted_by_lambda,  // subject: file; a: delivery
    throttled,           // subject: file; a: delivery, b: nanoseconds until the next try
    environment_created, // subject: environment
    attempt_started,     // subject: file; a: delivery, b: attempt << 32 | environment
    attempt_succeeded,   // the same
    attempt_failed,      // the same
    attempt_timed_out,   // the same
    retry_scheduled,     // subject: file; a: delivery, b: nanoseconds
    given_up,            // subject: file; a: delivery, b: lambda::given_up
    send_started,        // subject: e-mail; a: file, b: attempt << 32 | SDK's try
    send_accepted,       // the same
    send_answered,       // the same
    send_failed,         // the same: a throttle, an error, a dropped connection
    send_abandoned,      // the same: killed before the provider had it
    priority_sent,       // subject: request; a: index
    object_expired,      // subject: file
    // Told to those who listen, and not part of the digest
    fetch_started,  // subject: file; a: file, b: as of a send
    fetch_answered, // the same: with the object
    fetch_failed,   // the same
};

/// One line of the journal.
struct journal_event {
    time_point at{};
    event_kind kind{};
    std::uint64_t subject = 0;
    std::uint64_t a = 0;
    std::uint64_t b = 0;
};

/// Somebody who listens to the journal as it is written: a file, a trace, a test.
class journal_sink {
public:
    virtual ~journal_sink() = default;
    /// The object key of a file, told once, before the first event about it.
    virtual void name_file(std::uint64_t /*file*/, std::string_view /*key*/) {}
    virtual void write(const journal_event& event) = 0;
};

class journal {
public:
    /// `sink` may be null; the digest is kept all the same. `now_and_then` is called every 65,536 events, for
    /// those who watch a long run.
    journal(const scheduler& clock, journal_sink* sink, std::function<void()> now_and_then)
        : clock_{clock}, sink_{sink}, now_and_then_{std::move(now_and_then)} {}

    void write(event_kind kind, std::uint64_t subject, std::uint64_t a = 0, std::uint64_t b = 0) {
        const auto at = clock_.now();
        digest_.add(static_cast<std::uint64_t>(at.time_since_epoch().count()));
        digest_.add(static_cast<std::uint64_t>(kind) << 56 ^ subject);
        digest_.add(a);
        digest_.add(b);
        if (sink_)
            sink_->write({at, kind, subject, a, b});
        if (++events_ % 65'536 == 0)
            now_and_then_();
    }
    /// What somebody who looks at a run likes to know, and nothing depends on.
    void mention(event_kind kind, std::uint64_t subject, std::uint64_t a, std::uint64_t b) {
        if (sink_)
            sink_->write({clock_.now(), kind, subject, a, b});
    }
    void name_file(std::uint64_t file, std::string_view key) {
        if (sink_)
            sink_->name_file(file, key);
    }
    [[nodiscard]] std::uint64_t digest() const { return digest_.value(); }

private:
    const scheduler& clock_;
    journal_sink* sink_;
    std::function<void()> now_and_then_;
    sendlab::digest digest_;
    std::uint64_t events_ = 0;
};

} // namespace sendlab::pipeline
