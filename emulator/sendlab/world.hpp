// The pipeline on a virtual clock, for tests in C++: put a file, let time pass, look at the mail.
//
//     sendlab::world world{R"({"lambda": {"timeout": "3s"}, "ses": {"latency": "200ms"}})"};
//     world.deploy(send_all);
//     world.upload(emails);
//     world.run_until_idle();
//     REQUIRE(sendlab::delivered_once(world, "reader1@example.com"));
//
// A world belongs to one thread. The same scenario, seed and calls give the same world, on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sendlab/handler.hpp"

namespace sendlab {

/// A scenario or a fault that cannot be read: every problem, one a line, as "file:line:column: key: what".
struct scenario_error : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

/// A message that SES has accepted.
struct received_mail {
    std::string from;
    std::vector<std::string> to;
    std::string subject;
    std::string raw;        // the message, RFC 5322
    duration at{};          // since the start of the world
    std::string key;        // of the object that made a handler send it
    std::string request_id; // of that invocation
    std::uint32_t attempt = 1;
};

enum class attempt_end { running, succeeded, failed, timed_out };

/// One run of the handler.
struct attempt {
    std::string request_id;
    std::string key;          // of the object that the event was about
    std::uint32_t number = 1; // of its event: 1, 2, 3
    bool cold = false;        // the first one of its environment
    duration started{};       // since the start of the world
    duration ran{};
    duration billed{};
    attempt_end end = attempt_end::running;
    std::string answer; // JSON: what the handler returned, or {"errorType": ..., "errorMessage": ...}
    std::size_t mails = 0;
    std::vector<std::string> log; // START, the handler's own lines, END, REPORT
};

/// US dollars, at the scenario's prices.
struct bill {
    double lambda_requests = 0;
    double lambda_time = 0;
    double s3 = 0;
    double ses = 0;
    [[nodiscard]] double total() const { return lambda_requests + lambda_time + s3 + ses; }
};

/// What the world came to, in numbers.
struct totals {
    std::uint64_t emails = 0;     // in upload files that S3 told Lambda of
    std::uint64_t delivered = 0;  // of these, by SES accepted at least once
    std::uint64_t duplicates = 0; // further acceptances
    std::uint64_t lost = 0;       // never accepted, and no attempt is left
    std::uint64_t attempts = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t given_up = 0; // events after their last attempt
};

class world {
public:
    /// As a scenario file says it; {} is the article's pipeline. Arrivals and handler models do not act: the test
    /// uploads, and deploys its own code. Throws scenario_error.
    explicit world(std::string_view scenario = "{}");
    [[nodiscard]] static world from_file(const std::filesystem::path& scenario);
    ~world();
    world(world&&) noexcept;
    world& operator=(world&&) noexcept;

    // ---- code
    /// The function's code; replaces what was deployed before. Environments start anew.
    void deploy(handler_code code);
    void deploy(callback_code code);

    // ---- the application
    /// Cut by EMAILS_PER_FILE, written as upload files and put into the scenario's bucket. The keys.
    std::vector<std::string> upload(const std::vector<email>& emails);
    /// Any bytes, into the scenario's bucket; the function hears of it.
    void put_object(const std::string& key, std::string bytes);

    // ---- what goes wrong
    /// A member of "faults" as a scenario file has it: R"({"target": "ses", "fail": "Throttling", "times": 3})". Its time
    /// counts from now. Throws scenario_error.
    void inject(std::string_view fault);

    // ---- time
    /// Since the start.
    [[nodiscard]] duration now() const;
    void advance(duration by);
    /// Until nothing is left to do: all attempts are over, and none is to come.
    void run_until_idle();

    // ---- what happened
    /// In the order of acceptance.
    [[nodiscard]] std::vector<received_mail> mailbox() const;
    /// In the order of their beginnings.
    [[nodiscard]] std::vector<attempt> attempts() const;
    [[nodiscard]] totals count() const;
    [[nodiscard]] bill cost() const;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab
