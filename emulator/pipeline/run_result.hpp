// What a run came to: plain numbers, ready to be printed, compared and checked. Names as in docs/metrics.md.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_types.hpp"
#include "faults/fault_set.hpp"

namespace sendlab::pipeline {

/// Why an e-mail that had already been accepted was sent again.
enum class duplicate_cause : std::uint8_t {
    timeout,       // an earlier attempt was killed at the time limit, the file was run again from the start
    handler_error, // an earlier attempt answered with an error, the file was run again from the start
    lost_answer,   // accepted, but the caller never heard of it and tried again
    repeated_delivery, // S3 or the queue delivered the event more than once
};
inline constexpr std::size_t duplicate_causes = 4;
std::string_view to_string(duplicate_cause cause);

/// Why an e-mail was never accepted.
enum class loss_cause {
    timeout,           // retries exhausted, the last attempt timed out before it
    handler_error,     // retries exhausted, the last attempt ended with an error before it
    event_age,         // the event grew older than the queue keeps it
    no_concurrency,    // reserved concurrency 0
    recursive_loop,    // Lambda stopped a chain in which each handler uploaded the rest of its file
    upload_failed,     // the file never reached S3
    notification_lost, // S3 never told Lambda
    not_sent,          // the handler reported success without it, or an inline send failed
};
inline constexpr std::size_t loss_causes = 8;
std::string_view to_string(loss_cause cause);

/// Exact nearest-rank percentiles of n durations; all zero when n is 0.
struct duration_summary {
    std::uint64_t n = 0;
    duration p50{};
    duration p90{};
    duration p99{};
    duration p999{};
    duration max{};
    double mean_ns = 0;
};

/// US dollars.
struct cost_summary {
    double lambda_requests = 0;
    double lambda_time = 0;       // at the scenario's billing step
    double lambda_time_100ms = 0; // the same attempts billed in steps of 100 ms
    double s3 = 0;
    double ses = 0;
    [[nodiscard]] double total() const { return lambda_requests + lambda_time + s3 + ses; }
};

/// A file worth telling about: the one that sent most duplicates, or lost most.
struct file_story {
    std::uint64_t file = 0; // its number in the journal
    std::string key;        // in the bucket
    std::uint32_t emails = 0;
    std::uint32_t attempts = 0;
    std::uint32_t timeouts = 0;
    std::uint64_t duplicates = 0;
    std::uint32_t lost = 0;
    /// One line an attempt: "attempt 1 at 0.213 s: timed out after 3 s, 15 of 25 accepted".
    std::vector<std::string> attempts_told;
};

/// A sum that must come out even in every run: what went in is accounted for.
struct conservation_law {
    std::string text; // "emails = distinct accepted + lost + pending: 25 = 15 + 10 + 0"
    bool holds = true;
};

struct run_result {
    std::string name;
    std::uint64_t seed = 0;
    std::uint64_t digest = 0; // of the journal: same scenario, seed and version give the same
    std::uint32_t emails_per_file = 0;
    bool interrupted = false; // ended by the user: what is known so far
    time_point started{};
    duration span{}; // of virtual time, to the last event

    // E-mails of the asynchronous path (of all non-priority mail in sync mode). Priority mail is counted
    // apart.
    std::uint64_t requests = 0;
    std::uint64_t emails = 0;
    std::uint64_t priority_emails = 0;
    std::uint64_t sends = 0;                // accepted sends
    std::uint64_t accepted = 0;             // distinct e-mails accepted
    std::uint64_t duplicates = 0;           // sends - accepted
    std::uint64_t recipients_hit_twice = 0; // recipients of e-mails accepted more than once
    std::uint64_t lost = 0;
    std::uint64_t pending = 0;     // neither accepted nor lost: only when interrupted
    std::uint64_t most_copies = 0; // of one e-mail
    std::array<std::uint64_t, duplicate_causes> duplicates_by_cause{};
    std::array<std::uint64_t, loss_causes> lost_by_cause{};
    std::uint64_t bounces = 0;

    std::uint64_t files = 0;
    std::uint64_t notifications = 0;
    std::uint64_t invocations = 0; // events accepted by Lambda
    std::uint64_t attempts = 0;
    std::uint64_t first_attempts = 0;
    std::uint64_t first_attempt_timeouts = 0;
    std::uint64_t first_attempts_fresh = 0; // in a new environment
    std::uint64_t first_attempts_reset = 0; // in one whose last attempt was killed: Init is part of the limit
    std::uint64_t timeouts = 0;
    std::uint64_t errors = 0;
    std::uint64_t throttles = 0;      // of Lambda: attempts that found no concurrency
    std::uint64_t send_throttles = 0; // of SES: calls answered with Throttling
    std::uint64_t sdk_retries = 0;
    std::uint64_t cold_starts = 0;
    std::uint64_t dead_letters = 0; // events given up
    std::uint32_t peak_concurrency = 0;

    duration_summary delivery;  // from the user's request to the first acceptance
    duration_summary user_wait; // what the user waits for
    duration_summary attempt_duration;
    duration billed{};
    duration billed_100ms{};
    double gb_seconds = 0;
    cost_summary cost;

    std::vector<file_story> stories; // the worst files first, a few
    std::vector<faults::fault_account> faults;
    std::vector<conservation_law> laws;
};

/// What kind of number a metric is: how it is written, and how an expectation compares it.
enum class metric_kind { count, time, money, ratio };

/// A number of a result under its public name ("delivery.p99", "cost.per_million").
struct metric {
    std::string_view name;
    metric_kind kind;
    std::string_view meaning;           // one line, for docs and for errors
    double (*value)(const run_result&); // times in nanoseconds
};

/// Every metric, in the order of reports.
const std::vector<metric>& metrics();
/// Null for a name that is none.
const metric* find_metric(std::string_view name);

} // namespace sendlab::pipeline
