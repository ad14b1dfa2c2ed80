#include "pipeline/world.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "support/scenarios.hpp"
#include "unit/pipeline/run_lawful.hpp"

using namespace sendlab;
using namespace sendlab::pipeline;
using namespace std::chrono_literals;
using test::many_files;
using test::one_file;
using test::run_lawful;

namespace {

std::uint64_t by(const run_result& r, duplicate_cause cause) {
    return r.duplicates_by_cause[static_cast<std::size_t>(cause)];
}

std::uint64_t by(const run_result& r, loss_cause cause) {
    return r.lost_by_cause[static_cast<std::size_t>(cause)];
}

} // namespace

TEST_CASE("the article's case: 25 e-mails of 200 ms do not fit in 3 s") {
    const auto r = run_lawful(one_file(25, 200ms));
    CHECK(r.attempts == 3);
    CHECK(r.timeouts == 3);
    CHECK(r.sends == 45);
    CHECK(r.accepted == 15);
    CHECK(r.duplicates == 30);
    CHECK(r.lost == 10);
    CHECK(r.most_copies == 3);
    CHECK(by(r, duplicate_cause::timeout) == 30);
    CHECK(by(r, loss_cause::timeout) == 10);
    CHECK(r.span == 3 * 3s + 60s + 120s + 1ns); // past the limit by a nanosecond
    CHECK(r.delivery.max == 3s);
}

TEST_CASE("a file that ends exactly at the limit is sent once") {
    const auto r = run_lawful(one_file(15, 200ms));
    CHECK(r.timeouts == 0);
    CHECK(r.sends == 15);
    CHECK(r.attempt_duration.max == 3s);
}

TEST_CASE("with constant latency all attempts time out exactly when N * L > T, and floor(T / L) e-mails come "
          "thrice") {
    for (std::uint32_t n = 1; n <= 40; ++n) {
        for (const duration each : {75ms, 100ms, 130ms, 299ms, 301ms, 3000ms, 3001ms}) {
            const auto r = run_lawful(one_file(n, each));
            CAPTURE(n, each.count());
            const bool fits = n * each <= 3s;
            CHECK(r.timeouts == (fits ? 0 : 3));
            const auto reached = fits ? n : static_cast<std::uint64_t>(duration{3s} / each);
            CHECK(r.accepted == reached);
            CHECK(r.sends == (fits ? n : 3 * reached));
            CHECK(r.lost == n - reached);
        }
    }
}

TEST_CASE(
    "a send takes effect when the provider accepts it, though the handler is killed before it hears of it") {
    auto s = one_file(25, 200ms);
    s.ses.accepted_at = 0; // as soon as it is on the wire
    const auto r = run_lawful(s);
    CHECK(r.accepted == 16); // the sixteenth call began at 3.0 s
    CHECK(r.sends == 48);
}

TEST_CASE("maximum_retry_attempts decides how many copies there are") {
    for (const std::uint32_t retries : {0U, 1U, 2U}) {
        auto s = one_file(25, 200ms);
        s.lambda.function.maximum_retry_attempts = retries;
        const auto r = run_lawful(s);
        CHECK(r.attempts == retries + 1);
        CHECK(r.duplicates == 15 * retries);
        CHECK(r.dead_letters == 1);
    }
}

TEST_CASE("parallel sends fit many in flight, in waves when latencies are equal") {
    auto s = one_file(500, 250ms);
    s.lambda.handler.model = handler_model::parallel;
    s.lambda.handler.max_in_flight = 50;
    const auto r = run_lawful(s);
    CHECK(r.attempt_duration.max == 10 * 250ms);
    CHECK(r.duplicates == 0);
}

TEST_CASE("on a small function CPU decides, not the network") {
    auto s = one_file(50, 10ms);
    s.lambda.handler.model = handler_model::parallel;
    s.lambda.handler.max_in_flight = 50;
    s.lambda.handler.cpu_per_email = 5ms;
    s.lambda.function.memory_mb = 1769;
    CHECK(run_lawful(s).attempt_duration.max == 50 * 5ms + 10ms);
    s.lambda.function.memory_mb = 128; // 0.072 vCPU: 69.1 ms an e-mail
    CHECK(run_lawful(s).timeouts == 3);
}

TEST_CASE("start-up CPU is paid once a process, again after a time-out") {
    auto s = many_files(3, 1, latency{100ms});
    s.lambda.function.memory_mb = 1769;
    s.lambda.handler.cpu_start = 400ms;
    const auto r = run_lawful(s);
    CHECK(r.cold_starts == 1);
    CHECK(r.attempt_duration.max == 500ms);
    CHECK(r.attempt_duration.p50 == 100ms);
}

TEST_CASE("a checkpointing handler sends each e-mail once, over as many attempts as it needs") {
    auto s = one_file(25, 200ms);
    s.lambda.handler.model = handler_model::checkpoint;
    s.lambda.handler.checkpoint_latency = latency{duration{}};
    const auto r = run_lawful(s);
    CHECK(r.attempts == 2);
    CHECK(r.accepted == 25);
    CHECK(r.duplicates == 0);
}

TEST_CASE("what was sent since the last checkpoint is sent again") {
    auto s = one_file(25, 200ms);
    s.lambda.handler.model = handler_model::checkpoint;
    s.lambda.handler.checkpoint_latency = latency{duration{}};
    s.lambda.handler.checkpoint_every = 4;
    const auto r = run_lawful(s);
    CHECK(r.accepted == 25);
    CHECK(r.duplicates == 15 % 4);
}

TEST_CASE("a deadline-aware handler uploads what it cannot send in time") {
    auto s = one_file(25, 200ms);
    s.lambda.handler.model = handler_model::deadline_aware;
    s.lambda.handler.deadline_margin = 500ms;
    const auto r = run_lawful(s);
    CHECK(r.files == 2);
    CHECK(r.timeouts == 0);
    CHECK(r.accepted == 25);
    CHECK(r.duplicates == 0);
}

TEST_CASE("a deadline-aware handler that never gets far is stopped as a recursive loop") {
    auto s = one_file(20, 200ms);
    s.lambda.handler.model = handler_model::deadline_aware;
    s.lambda.handler.deadline_margin = 2'900ms; // room for one e-mail
    SECTION("Lambda ends the chain after 16 invocations") {
        const auto r = run_lawful(s);
        CHECK(r.attempts == 16);
        CHECK(r.files == 17);
        CHECK(r.dead_letters == 1);
        CHECK(r.accepted == 16);
        CHECK(by(r, loss_cause::recursive_loop) == 4);
    }
    SECTION("the chain goes on where the function allows it") {
        s.lambda.function.recursion = lambda::recursive_loop::allow;
        const auto r = run_lawful(s);
        CHECK(r.attempts == 20);
        CHECK(r.accepted == 20);
    }
    SECTION("one that sends nothing at all comes to an end too") {
        s.lambda.handler.deadline_margin = 3'001ms;
        const auto r = run_lawful(s);
        CHECK(r.attempts == 16);
        CHECK(by(r, loss_cause::recursive_loop) == 20);
    }
}

TEST_CASE("a send rate makes duplicates and losses together") {
    auto s = one_file(50, 60ms);
    s.lambda.handler.model = handler_model::parallel;
    s.lambda.handler.max_in_flight = 50;
    s.ses.account.rate = 14;
    s.ses.account.burst = 14;
    const auto r = run_lawful(s);
    CHECK(r.errors == 3);
    CHECK(r.timeouts == 0);
    CHECK(r.send_throttles > 0);
    CHECK(r.duplicates > 0);
    CHECK(r.lost > 0);
    CHECK(by(r, duplicate_cause::handler_error) == r.duplicates);
}

TEST_CASE("an outage of Lambda holds files up, and the account says that it was met") {
    auto s = one_file(10, 100ms);
    faults::fault_settings outage{{faults::operation::lambda_attempt}, faults::outage{}};
    outage.when.for_ = 10s;
    s.faults = {outage};
    const auto result = run_lawful(s);
    CHECK(result.lost == 0);
    CHECK(result.duplicates == 0);
    CHECK(result.delivery.max >= 10s);
    REQUIRE(result.faults.size() == 1);
    CHECK(result.faults[0].name == "lambda: outage");
    CHECK(result.faults[0].consumed == result.throttles);
    CHECK(result.throttles > 0);
}

TEST_CASE("a doubled notification sends the whole file twice") {
    auto s = one_file(5, 10ms);
    s.s3.duplicate_events = 1;
    const auto r = run_lawful(s);
    CHECK(r.invocations == 2);
    CHECK(r.sends == 10);
    CHECK(by(r, duplicate_cause::repeated_delivery) == 5);
}

TEST_CASE("sync mode makes the user wait for every e-mail") {
    auto s = one_file(20, 0ms);
    s.application.mode = application_mode::sync;
    s.smtp.round_trip = latency{217ms};
    s.smtp.server_time = latency{50ms};
    const auto r = run_lawful(s);
    CHECK(r.files == 0);
    CHECK(r.accepted == 20);
    CHECK(r.user_wait.max == 20 * (11 * 217ms + 50ms));
}

TEST_CASE("in asynchronous mode the user waits for priority mail and uploads only") {
    auto s = one_file(100, 100ms);
    s.application.emails_per_file = 25;
    s.application.priority_emails = 2;
    s.application.priority_latency = latency{60ms};
    s.s3.put_latency = latency{40ms};
    const auto r = run_lawful(s);
    CHECK(r.user_wait.max == 2 * 60ms + 4 * 40ms);
    CHECK(r.priority_emails == 2);
    CHECK(r.files == 4);
}

TEST_CASE("e-mails of different headers never share a file") {
    auto s = one_file(100, 1ms);
    s.application.emails_per_file = 25;
    s.application.header_groups = 3; // 34, 33, 33
    CHECK(run_lawful(s).files == 2 + 2 + 2);
}

TEST_CASE("the same seed gives the same run, another seed another one") {
    auto s = many_files(50, 20, latency{distribution::lognormal_by_percentiles(80e6, 256e6)});
    CHECK(run(s).digest == run(s).digest);
    const auto first = run(s).digest;
    s.seed = 2;
    CHECK(run(s).digest != first);
}

TEST_CASE("an e-mail meets the same latency whatever EMAILS_PER_FILE is") {
    auto s = one_file(12, 0ms);
    s.ses.send_latency = latency{distribution::exponential(50e6)};
    const auto all_in_one = run_lawful(s);
    s.application.emails_per_file = 1;
    s.lambda.account.concurrency = 1000;
    const auto one_each = run_lawful(s);
    // Sent one after the other their latencies add up; sent apart, the slowest of them is the last.
    CHECK(one_each.delivery.mean_ns * 12 ==
          Approx(static_cast<double>(all_in_one.attempt_duration.max.count())));
}

TEST_CASE("a run can be ended early, and says so") {
    auto s = many_files(100'000, 25, latency{10ms});
    std::atomic<bool> interrupt{true};
    run_options options;
    options.interrupt = &interrupt;
    const auto r = run(s, options);
    CHECK(r.interrupted);
    CHECK(r.accepted < r.emails + 100'000U * 25U);
    for (const auto& law : r.laws) {
        INFO(law.text);
        CHECK(law.holds);
    }
}

TEST_CASE("with bodies, files and messages are real bytes, and the numbers are those of the run without") {
    auto s = one_file(25, 200ms);
    s.application.email_size = distribution::constant(700);
    const auto without = run_lawful(s);
    s.application.bodies = true;
    mailbox::mailbox mailbox;
    run_options options;
    options.mailbox = &mailbox;
    const auto with = run(s, options);
    CHECK(with.digest != 0);
    CHECK(with.sends == without.sends);
    CHECK(with.duplicates == without.duplicates);
    REQUIRE(mailbox.count() == 45);

    std::map<std::uint32_t, int> copies; // by position in the file
    std::set<std::string> invocations;
    for (const auto* message : mailbox.list(0, 100)) {
        REQUIRE(message->origin);
        ++copies[message->origin->position];
        invocations.insert(message->origin->request_id);
        CHECK(message->raw->find("Subject: News " + std::to_string(message->origin->position)) !=
              std::string::npos);
    }
    CHECK(copies.size() == 15);
    REQUIRE(invocations.size() == 1); // retries keep the id
    CHECK(invocations.begin()->size() == 36);
    CHECK(std::all_of(copies.begin(), copies.end(), [](const auto& c) { return c.second == 3; }));
}
