// The books of a run: one record an e-mail, a file, an attempt, a request. What a run came to is read from
// here.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "base/time_types.hpp"
#include "lambda/lambda_observer.hpp"
#include "pipeline/email_catalog.hpp"
#include "pipeline/run_result.hpp"

namespace sendlab::pipeline {

using file_number = std::uint32_t;
using request_number = std::uint32_t;
using attempt_number = std::uint32_t; // of the whole run, not of one event
inline constexpr file_number no_file = std::numeric_limits<file_number>::max();
inline constexpr attempt_number no_attempt = std::numeric_limits<attempt_number>::max();

/// How a file's story ended.
enum class file_end : std::uint8_t {
    open,
    succeeded,
    timed_out, // given up after an attempt that timed out
    failed,    // given up after an attempt that answered with an error
    event_age,
    no_concurrency,
    recursive_loop,
    upload_failed,
    notification_lost,
};

/// The e-mails of a file are consecutive numbers.
struct file_record {
    email_number first = 0;
    time_point created{}; // when its upload began
    std::uint32_t emails = 0;
    std::uint32_t own =
        0; // of these, the first ones that no later file has taken over (deadline-aware handler)
    request_number request = 0;
    std::uint32_t chunk = 0; // which file of its request
    std::uint32_t duplicates = 0;
    std::uint16_t attempts = 0;
    std::uint16_t timeouts = 0;
    std::uint16_t deliveries_pending = 0;
    std::uint16_t ancestors = 0; // files of which it is the rest of the rest
    file_end end = file_end::open;
    lambda::attempt_outcome last_outcome = lambda::attempt_outcome::succeeded;
};
static_assert(sizeof(file_record) <= 48, "a run has hundreds of thousands of them");

struct attempt_record {
    time_point started{};
    duration ran{};
    file_number file = 0;
    std::uint32_t accepted = 0;
    std::uint16_t number = 1; // of its event
    lambda::attempt_outcome outcome = lambda::attempt_outcome::succeeded;
    duplicate_cause repeats = duplicate_cause::repeated_delivery; // why what it sends again was sent again
    bool running = true;
};
static_assert(sizeof(attempt_record) <= 32, "and as many of these");

struct request_record {
    time_point at{};
    email_number first = 0;
    duration wait{-1}; // of the user; below 0 while the request lasts
};

class ledger {
public:
    /// Room for about so much, so that a long run does not copy its books as they grow.
    void reserve(std::size_t emails, std::size_t files);

    /// A request begins and causes `emails` e-mails, numbered on from those before.
    request_number open_request(time_point at, std::uint32_t emails);
    void close_request(request_number request, time_point at);
    void priority_sent() { ++priority_emails; }

    file_number open_file(const file_record& file);
    void close_file(file_number file, file_end end);
    /// The e-mails of `file` from `kept` on now belong to a later file.
    void hand_over(file_number file, std::uint32_t kept) { files_[file].own = kept; }
    void delivery_accepted(file_number file) { ++files_[file].deliveries_pending; }
    void delivery_ended(file_number file, file_end end);

    attempt_number open_attempt(file_number file, std::uint32_t number, time_point at);
    void close_attempt(attempt_number attempt, const lambda::attempt_report& report);

    /// The provider has taken an e-mail of a request, sent by an attempt or (no_attempt) by the application
    /// itself. `lost_answer`: this very sender may have had it accepted before, but never heard.
    void accept(email_number email, std::uint32_t recipients, request_number request, attempt_number attempt,
                time_point at, bool lost_answer);

    [[nodiscard]] const std::vector<file_record>& files() const { return files_; }
    [[nodiscard]] const std::vector<attempt_record>& attempts() const { return attempts_; }
    [[nodiscard]] const std::vector<request_record>& requests() const { return requests_; }
    [[nodiscard]] std::uint64_t emails() const { return copies_.size(); }
    [[nodiscard]] std::uint8_t copies(email_number email) const { return copies_[email]; }
    /// From the user's request to the first acceptance; of an e-mail with copies.
    [[nodiscard]] duration delivery(email_number email) const { return delivery_[email]; }

    std::uint64_t priority_emails = 0;
    std::uint64_t sends = 0;
    std::uint64_t accepted = 0;
    std::uint64_t calls_throttled = 0; // by the mail provider
    std::uint64_t sdk_retries = 0;
    std::uint64_t recipients_hit_twice = 0;
    std::uint8_t most_copies = 0; // of one e-mail; 255: so many or more
    std::array<std::uint64_t, duplicate_causes> duplicates_by_cause{};

private:
    std::vector<file_record> files_;
    std::vector<attempt_record> attempts_;
    std::vector<request_record> requests_;
    // Nine bytes an e-mail: a run of ten million stays small.
    std::vector<duration> delivery_;
    std::vector<std::uint8_t> copies_; // 255: so many or more
};

} // namespace sendlab::pipeline
