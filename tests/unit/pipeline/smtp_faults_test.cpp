// Faults of an SMTP dialogue in virtual time.
#include "pipeline/world.hpp"

#include "support/scenarios.hpp"
#include "unit/pipeline/run_lawful.hpp"

using namespace sendlab;
using namespace sendlab::pipeline;
using namespace std::chrono_literals;
using faults::operation;
using test::run_lawful;

namespace {

/// A fresh connection each: 11 round trips of 100 ms and 50 ms of the server's.
constexpr duration whole_send = 11 * 100ms + 50ms;

settings over_smtp(std::uint32_t emails) {
    auto s = test::one_file(emails, 0ms);
    s.lambda.handler.transport = send_transport::smtp;
    s.lambda.handler.sdk_retries = 0;
    s.lambda.handler.errors = on_send_error::finish;
    s.lambda.function.timeout = 15min;
    s.lambda.function.maximum_retry_attempts = 0;
    s.smtp.round_trip = latency{100ms};
    s.smtp.server_time = latency{50ms};
    return s;
}

settings with(settings s, faults::trigger when, decltype(faults::fault_settings::what) what) {
    s.faults.push_back({when, std::move(what)});
    return s;
}

std::uint64_t consumed(const run_result& r, std::size_t fault = 0) {
    return r.faults.at(fault).consumed;
}

} // namespace

TEST_CASE("commands that no fault strikes take what they take without faults") {
    const auto healthy = run_lawful(over_smtp(3));
    const auto watched =
        run_lawful(with(over_smtp(3), {.target = operation::smtp_auth, .probability = 0}, faults::outage{}));
    CHECK(healthy.attempt_duration.max == 3 * whole_send);
    CHECK(watched.attempt_duration.max == healthy.attempt_duration.max);
    CHECK(watched.delivery.max == healthy.delivery.max);
    CHECK(watched.faults.at(0).matched == 3);
    CHECK(consumed(watched) == 0);
}

TEST_CASE("each command can be slow") {
    using enum operation;
    for (const auto command : {smtp_connect, smtp_starttls, smtp_auth, smtp_mail, smtp_rcpt, smtp_data}) {
        const auto r = run_lawful(with(over_smtp(1), {.target = command}, faults::add_latency{latency{1s}}));
        CHECK(r.attempt_duration.max == whole_send + 1s);
        CHECK(consumed(r) == 1);
    }
    auto s = with(over_smtp(1), {.target = smtp_rcpt}, faults::multiply_latency{3});
    s.application.recipients_per_email = 4;
    CHECK(run_lawful(s).attempt_duration.max == whole_send + 3 * 100ms + 4 * 2 * 100ms);
}

TEST_CASE("EHLO comes twice where STARTTLS is between") {
    const auto r =
        run_lawful(with(over_smtp(1), {.target = operation::smtp_ehlo}, faults::add_latency{latency{1s}}));
    CHECK(r.attempt_duration.max == whole_send + 2s);
}

TEST_CASE("a slow server takes so many times as long from the text on, not before") {
    const auto r =
        run_lawful(with(over_smtp(1), {.target = operation::smtp_send}, faults::multiply_latency{3}));
    CHECK(r.attempt_duration.max == whole_send + 2 * (100ms + 50ms));
}

TEST_CASE("a message that never came meets no fault of messages") {
    auto s = with(over_smtp(1), {.target = operation::smtp_send}, faults::lose_answer{});
    s = with(s, {.target = operation::smtp_rcpt}, faults::fail_with{{faults::failure::rejected, "550"}});
    const auto r = run_lawful(s);
    CHECK(r.faults.at(0).matched == 0);
    CHECK(consumed(r, 1) == 1);
}

TEST_CASE("a narrow link makes big mails slow") {
    auto s = with(over_smtp(1), {.target = operation::smtp_data}, faults::narrow_link{8'000});
    s.application.email_size = distribution::constant(20'000);
    CHECK(run_lawful(s).attempt_duration.max == whole_send + 2500ms);
}

TEST_CASE("a connection that breaks inside a text leaves nothing, and small mails pass") {
    auto s = with(over_smtp(1), {.target = operation::smtp_data}, faults::reset_after{10'000});
    s.application.email_size = distribution::constant(10'001);
    auto r = run_lawful(s);
    CHECK(r.accepted == 0);
    CHECK(r.lost == 1);
    CHECK(consumed(r) == 1);
    s.application.email_size = distribution::constant(10'000);
    r = run_lawful(s);
    CHECK(r.accepted == 1);
    CHECK(consumed(r) == 0);
}

TEST_CASE("a client that is refused at a command tries again without a duplicate") {
    using enum operation;
    for (const auto command : {smtp_connect, smtp_ehlo, smtp_auth, smtp_mail, smtp_rcpt, smtp_data}) {
        for (const bool drop : {false, true}) {
            auto s = over_smtp(1);
            s.lambda.handler.sdk_retries = 1;
            const faults::trigger once{.target = command, .times = 1};
            s = drop ? with(s, once, faults::drop_connection{})
                     : with(s, once, faults::fail_with{{faults::failure::service_error, "451"}});
            const auto r = run_lawful(s);
            CHECK(r.accepted == 1);
            CHECK(r.duplicates == 0);
            CHECK(consumed(r) == 1);
        }
    }
}

TEST_CASE("a mail goes to the recipients that were not refused") {
    auto s = over_smtp(1);
    s.application.recipients_per_email = 3;
    const faults::fail_with refused{{faults::failure::rejected, "550"}};
    CHECK(run_lawful(with(s, {.target = operation::smtp_rcpt, .times = 2}, refused)).accepted == 1);
    CHECK(run_lawful(with(s, {.target = operation::smtp_rcpt, .times = 3}, refused)).accepted == 0);
}

TEST_CASE("greylisting: the first attempt is told to come later, the second is taken") {
    auto s = with(over_smtp(2), {.target = operation::smtp_rcpt, .attempt = 1},
                  faults::fail_with{{faults::failure::service_error, "450 Greylisted"}});
    s.lambda.function.maximum_retry_attempts = 1;
    const auto r = run_lawful(s);
    CHECK(r.attempts == 2);
    CHECK(r.accepted == 2);
    CHECK(r.duplicates == 0);
}

TEST_CASE("a server that takes three connections at once refuses the others of ten") {
    auto s = with(over_smtp(10), {.target = operation::smtp_connect}, faults::limit_to{3});
    s.lambda.handler.model = handler_model::parallel;
    s.lambda.handler.max_in_flight = 10;
    const auto r = run_lawful(s);
    CHECK(r.accepted == 3);
    CHECK(consumed(r) == 7);
    s.lambda.handler.max_in_flight = 3;
    CHECK(run_lawful(s).accepted == 10);
}

TEST_CASE("after 421 for too many messages a pool goes on with a fresh connection") {
    auto s = with(over_smtp(9), {.target = operation::smtp_mail}, faults::limit_to{4});
    s.lambda.handler.sdk_retries = 1;
    s.lambda.handler.sdk_retry_base = 0ms;
    s.smtp.reuse_connections = true;
    s.smtp.connections = 1;
    const auto r = run_lawful(s);
    CHECK(r.accepted == 9);
    CHECK(consumed(r) == 2);
    constexpr int set_up = 7, message = 4;
    CHECK(r.attempt_duration.max == (3 * set_up + 9 * message + 2) * 100ms + 9 * 50ms);
}

TEST_CASE("a tarpit past the client's patience costs the mail, not a duplicate") {
    auto s = with(over_smtp(1), {.target = operation::smtp_rcpt}, faults::add_latency{latency{1min}});
    s.smtp.patience = 10s;
    auto r = run_lawful(s);
    CHECK(r.accepted == 0);
    CHECK(r.attempt_duration.max == 8 * 100ms + 10s);
    s.smtp.patience = 61s;
    r = run_lawful(s);
    CHECK(r.accepted == 1);
}

TEST_CASE("a server that thinks longer than the client waits takes the mail twice") {
    auto s =
        with(over_smtp(1), {.target = operation::smtp_send, .times = 1}, faults::add_latency{latency{30s}});
    s.smtp.patience = 20s;
    s.lambda.handler.sdk_retries = 1;
    s.lambda.handler.sdk_retry_base = 0ms;
    const auto r = run_lawful(s);
    CHECK(r.sends == 2);
    CHECK(r.duplicates == 1);
    CHECK(r.duplicates_by_cause[static_cast<std::size_t>(duplicate_cause::lost_answer)] == 1);
    CHECK(r.attempt_duration.max == 10 * 100ms + 20s + whole_send);
}

TEST_CASE("a server that has the final dot takes the mail, whether the handler is killed or not") {
    auto s = over_smtp(1);
    s.smtp.server_time = latency{2s};
    s.lambda.function.timeout = 2s;
    const bool step_by_step = GENERATE(false, true);
    if (step_by_step)
        s = with(s, {.target = operation::smtp_auth, .probability = 0}, faults::outage{});
    auto r = run_lawful(s);
    CHECK(r.timeouts == 1);
    CHECK(r.accepted == 1);
    CHECK(r.delivery.max == 11 * 100ms - 50ms + 2s);
    SECTION("it is sent again, as nobody knows") {
        s.lambda.function.maximum_retry_attempts = 1;
        r = run_lawful(s);
        CHECK(r.sends == 2);
        CHECK(r.duplicates_by_cause[static_cast<std::size_t>(duplicate_cause::timeout)] == 1);
    }
    SECTION("an environment that ends meanwhile takes nothing with it") {
        s.smtp.server_time = latency{2min};
        s.lambda.function.keep_warm = 1s;
        s.lambda.function.maximum_retry_attempts = 1; // after a minute, in a new environment
        r = run_lawful(s);
        CHECK(r.cold_starts == 2);
        CHECK(r.sends == 2);
    }
    SECTION("before the final dot has come, the mail is lost") {
        s.lambda.function.timeout = 1s;
        CHECK(run_lawful(s).lost == 1);
    }
}

TEST_CASE("stored, but the 250 was lost: the client sends it again") {
    auto s = with(over_smtp(1), {.target = operation::smtp_send, .times = 1}, faults::lose_answer{});
    s.lambda.handler.sdk_retries = 1;
    const auto r = run_lawful(s);
    CHECK(r.sends == 2);
    CHECK(r.duplicates == 1);
    CHECK(consumed(r) == 1);
}
