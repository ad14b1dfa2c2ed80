// What functions did, live: every invocation with its attempts, what they wrote, and how many e-mails they
// sent.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lambda/lambda_observer.hpp"
#include "time/scheduler.hpp"

namespace sendlab::api::live {

/// A call of a service by the code of an attempt.
struct recorded_call {
    enum class what : std::uint8_t { fetch, send, other };

    what kind = what::other;
    bool succeeded = true;
    time_point began{};
    duration took{};
};

/// An e-mail that a provider has accepted from an attempt.
struct recorded_mail {
    time_point at{};
    std::uint64_t message = 0; // its number in the mailbox
};

struct recorded_attempt {
    std::uint32_t number = 1; // of its invocation
    std::uint64_t environment = 0;
    bool cold = false;
    time_point started{};
    time_point deadline{};
    std::optional<lambda::attempt_report> report{}; // nothing while it runs
    std::vector<recorded_mail> mails{};             // that SES or SMTP accepted from it
    std::vector<recorded_call> calls{};             // the first calls_kept that were answered
    std::uint32_t smtp_connections = 0;             // that it opened and sent by
    std::uint32_t smtp_round_trips = 0; // for which it waited, from the opening to the last answer
    std::vector<std::string> log{};     // its lines, START to REPORT; the first log_lines_kept
    std::uint64_t log_lines_dropped = 0;
};

enum class invocation_state {
    queued,  // accepted, throttled or waiting for its first attempt
    running, // an attempt is
    waiting, // for its next attempt
    succeeded,
    failed, // a call: nobody tries it again
    given_up,
};
[[nodiscard]] std::string_view to_string(invocation_state state);

struct recorded_invocation {
    lambda::request_id id;
    std::string function;
    std::string bucket; // of the object whose put caused it; empty for other invocations
    std::string key;
    std::uint32_t emails = 0; // that the object has, where it is an upload file of the pipeline
    time_point accepted{};
    invocation_state state = invocation_state::queued;
    std::uint32_t throttles = 0;
    std::optional<time_point> next_attempt; // while it waits
    std::optional<lambda::given_up> why_given_up;
    std::vector<recorded_attempt> attempts;
    std::uint64_t version = 0; // rises with every change of any invocation

    [[nodiscard]] bool over() const { return state >= invocation_state::succeeded; }
};

/// Who makes a call.
struct calling_attempt {
    recorded_invocation* invocation = nullptr;
    recorded_attempt* attempt = nullptr;
};

class invocation_log final : public lambda::lambda_observer {
public:
    static constexpr std::size_t log_lines_kept = 500; // of an attempt
    static constexpr std::size_t calls_kept = 5000;    // as well
    using listener = std::function<void(std::string_view what, const recorded_invocation&)>;

    /// Keeps the latest `most` invocations; of older ones those that are over are forgotten, and counted.
    explicit invocation_log(const scheduler& clock, std::size_t most = 10'000) : clock_{clock}, most_{most} {}

    /// Told of every change: "accepted", "throttled", "attempt_started", "attempt_ended", "retry_scheduled",
    /// "succeeded", "failed", "given_up".
    void on_change(listener told) { told_ = std::move(told); }
    /// Where log lines go besides: the emulator's own log.
    void on_line(std::function<void(const lambda::log_line&)> sink) { line_ = std::move(sink); }

    /// In the order of acceptance.
    [[nodiscard]] const std::deque<std::shared_ptr<recorded_invocation>>& invocations() const { return all_; }
    [[nodiscard]] const recorded_invocation* find(std::string_view request_id) const;
    [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }
    /// The attempt that runs in an environment, or the last one that did: what its code left behind may still
    /// send. Nothing if there was none.
    [[nodiscard]] std::optional<calling_attempt> latest_in(std::uint64_t environment);
    /// Whether that attempt has been killed at its time limit, whenever it is asked; null if there was none.
    [[nodiscard]] std::function<bool()> killed_in(std::uint64_t environment) const;
    /// A provider has accepted an e-mail from this attempt; unknown ones do not matter.
    void note_mail(std::string_view request_id, std::uint32_t attempt, std::uint64_t message);
    /// The code in an environment has made a call, which is over.
    void note_call(std::uint64_t environment, const recorded_call& call);
    /// Attempts that have ended, by how.
    [[nodiscard]] std::uint64_t ended(lambda::attempt_outcome how) const {
        return ended_[static_cast<std::size_t>(how)];
    }
    [[nodiscard]] std::uint64_t cold_starts() const { return cold_starts_; }
    /// Of the latest change: what has a version above one that was seen has changed since.
    [[nodiscard]] std::uint64_t version() const { return version_; }
    /// How often clear() was called: what was seen before is gone.
    [[nodiscard]] std::uint64_t clearings() const { return clearings_; }

    /// Forgets what is over; what runs goes on to be recorded.
    void clear();

    void on_accepted(const lambda::request_id& id, const lambda::event_document& event) override;
    void on_throttled(const lambda::request_id& id, const lambda::event_document& event,
                      duration until) override;
    void on_cold_start(std::uint64_t environment) override;
    void on_attempt_started(const lambda::invocation& run, bool cold) override;
    void on_attempt_ended(const lambda::invocation& run, const lambda::attempt_report& report) override;
    void on_retry_scheduled(const lambda::invocation& run, duration delay) override;
    void on_succeeded(const lambda::request_id& id, const lambda::event_document& event) override;
    void on_given_up(const lambda::request_id& id, const lambda::event_document& event, lambda::given_up why,
                     std::uint32_t attempts) override;
    void on_environment_expired(std::uint64_t environment) override { latest_.erase(environment); }
    void on_log_line(const lambda::log_line& line) override;

private:
    struct place {
        std::shared_ptr<recorded_invocation> invocation;
        std::size_t attempt = 0;
    };

    recorded_invocation& record_of(const lambda::request_id& id, const lambda::event_document& event);
    void change(recorded_invocation& what, invocation_state state, std::string_view name);
    void forget_some();

    const scheduler& clock_;
    std::size_t most_;
    listener told_;
    std::function<void(const lambda::log_line&)> line_;
    std::deque<std::shared_ptr<recorded_invocation>> all_;
    std::map<lambda::request_id, std::shared_ptr<recorded_invocation>> by_id_;
    std::map<std::uint64_t, place> latest_; // by environment
    std::array<std::uint64_t, 3> ended_{};
    std::uint64_t cold_starts_ = 0;
    std::uint64_t forgotten_ = 0;
    std::uint64_t version_ = 0;
    std::uint64_t clearings_ = 0;
};

} // namespace sendlab::api::live
