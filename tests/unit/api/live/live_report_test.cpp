#include "api/live/live_report.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "api/live/put_event.hpp"
#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::api::live;
using namespace std::chrono_literals;
using lambda::attempt_outcome;
using pipeline::duplicate_cause;
using pipeline::loss_cause;

namespace {

/// A live run told by hand: what S3 put, what Lambda did with it, what came into the mailbox.
struct told_run {
    virtual_scheduler clock;
    pipeline::settings scenario;
    invocation_log log{clock};
    scenario_conditions conditions{clock, scenario};
    mailbox::mailbox mail;
    call_pulse pulse;
    call_counts calls;
    const time_point started = clock.now();
    lambda::invocation run;
    std::shared_ptr<put_event> event;

    void put(const std::string& key, std::uint32_t emails) {
        const auto record = std::make_shared<s3::event_record>();
        record->bucket = "async-emails";
        record->key = key;
        event = std::make_shared<put_event>("arn:aws:lambda:us-east-1:000000000000:function:Sender", record,
                                            emails);
        run.event = event;
        run.environment = 1;
        run.id = lambda::request_id::from_bits(++invocations_, 1);
        run.attempt = 0;
        log.on_accepted(run.id, *event);
    }
    void begin_attempt() {
        ++run.attempt;
        log.on_attempt_started(run, run.attempt == 1);
    }
    void end_attempt(attempt_outcome outcome, duration ran) {
        lambda::attempt_report report;
        report.outcome = outcome;
        report.ran = report.billed = ran;
        log.on_attempt_ended(run, report);
    }
    /// The mail of this number goes out, `took` after the last one.
    void send(std::uint32_t number, duration took = 100ms) {
        clock.run_after(took, [] {});
        clock.run();
        mailbox::message m;
        m.accepted = clock.now();
        m.recipients = {std::to_string(number) + "@y.example"};
        m.raw = std::make_shared<const std::string>("Message-ID: <" + std::to_string(number) +
                                                    "@x>\r\n\r\ntext\r\n");
        m.origin = mailbox::origin{run_key(), mailbox::origin::unknown_position, run.attempt, run.id.text()};
        log.note_mail(run.id.text(), run.attempt, mail.accept(std::move(m)));
    }
    [[nodiscard]] pipeline::run_result result() {
        return live_result({clock, log, conditions, mail, calls, pulse, {}}, scenario, started);
    }

private:
    [[nodiscard]] std::string run_key() const { return log.find(run.id.text())->key; }
    std::uint64_t invocations_ = 0;
};

template<class Cause, std::size_t N>
std::uint64_t by(const std::array<std::uint64_t, N>& counts, Cause cause) {
    return counts[static_cast<std::size_t>(cause)];
}

bool is_lawful(const pipeline::run_result& r) {
    return std::ranges::all_of(r.laws, [](const auto& law) { return law.holds; }) && !r.laws.empty();
}

} // namespace

TEST_CASE("a live run in which nothing has happened is an empty account") {
    const auto r = told_run{}.result();
    CHECK(r.invocations == 0);
    CHECK(r.sends == 0);
    CHECK(r.emails == 0);
    CHECK(is_lawful(r));
}

TEST_CASE("by the old price list Init is billed where it is by the new one") {
    told_run told;
    told.put("1.json", 1);
    told.begin_attempt();
    lambda::attempt_report report;
    report.outcome = attempt_outcome::succeeded;
    report.ran = 150ms;
    report.init = 200ms;
    told.log.on_attempt_ended(told.run, report);
    CHECK(told.result().billed_100ms == 400ms);
    told.scenario.lambda.function.bill_init = false;
    CHECK(told.result().billed_100ms == 200ms);
}

TEST_CASE("a file that is sent at once: its e-mails, its attempt, its deliveries") {
    told_run told;
    told.put("1.json", 3);
    told.begin_attempt();
    for (std::uint32_t n = 0; n < 3; ++n)
        told.send(n);
    told.end_attempt(attempt_outcome::succeeded, 300ms);
    told.log.on_succeeded(told.run.id, *told.event);
    told.calls = {{{"s3.PutObject", 200}, 1}, {{"s3.PutObject", 503}, 5}, {{"s3.GetObject", 200}, 1}};
    const auto r = told.result();
    CHECK(r.files == 1);
    CHECK(r.emails == 3);
    CHECK(r.sends == 3);
    CHECK(r.accepted == 3);
    CHECK(r.duplicates == 0);
    CHECK(r.lost == 0);
    CHECK(r.pending == 0);
    CHECK(r.billed == 300ms);
    CHECK(r.attempt_duration.max == 300ms);
    CHECK(r.delivery.max == 300ms);
    CHECK(r.peak_concurrency == 1);
    CHECK(is_lawful(r));
}

TEST_CASE("a time-out, and the same mails again: duplicates by time-out, and what was never sent is lost") {
    told_run told;
    told.put("1.json", 3);
    for (int attempt = 0; attempt < 2; ++attempt) {
        told.begin_attempt();
        told.send(0);
        told.send(1);
        told.end_attempt(attempt_outcome::timed_out, 3s);
    }
    CHECK(told.result().pending == 1); // a retry may come
    told.log.on_given_up(told.run.id, *told.event, lambda::given_up::retries_exhausted, 2);
    const auto r = told.result();
    CHECK(r.attempts == 2);
    CHECK(r.first_attempts == 1);
    CHECK(r.timeouts == 2);
    CHECK(r.first_attempt_timeouts == 1);
    CHECK(r.sends == 4);
    CHECK(r.accepted == 2);
    CHECK(r.duplicates == 2);
    CHECK(r.recipients_hit_twice == 2);
    CHECK(by(r.duplicates_by_cause, duplicate_cause::timeout) == 2);
    CHECK(r.lost == 1);
    CHECK(by(r.lost_by_cause, loss_cause::timeout) == 1);
    CHECK(r.dead_letters == 1);
    CHECK(r.pending == 0);
    CHECK(is_lawful(r));
}

TEST_CASE("why a mail came twice is told from the attempts that sent it") {
    told_run told;
    told.put("1.json", 2);
    told.begin_attempt();
    told.send(0);
    told.send(0); // the answer was lost: the same attempt again
    told.send(1);
    told.end_attempt(attempt_outcome::failed, 1s);
    told.begin_attempt();
    told.send(1); // the handler had failed
    told.end_attempt(attempt_outcome::succeeded, 1s);
    told.log.on_succeeded(told.run.id, *told.event);
    told.put("1.json", 2); // S3 tells of the file once more
    told.begin_attempt();
    told.send(1);
    told.end_attempt(attempt_outcome::succeeded, 1s);
    told.log.on_succeeded(told.run.id, *told.event);
    const auto r = told.result();
    CHECK(r.files == 1);
    CHECK(r.invocations == 2);
    CHECK(r.emails == 2);
    CHECK(r.errors == 1);
    CHECK(r.duplicates == 3);
    CHECK(r.most_copies == 3);
    CHECK(by(r.duplicates_by_cause, duplicate_cause::lost_answer) == 1);
    CHECK(by(r.duplicates_by_cause, duplicate_cause::handler_error) == 1);
    CHECK(by(r.duplicates_by_cause, duplicate_cause::repeated_delivery) == 1);
    CHECK(is_lawful(r));
}

TEST_CASE("mail that the mailbox has let go breaks the law that says so") {
    told_run told;
    told.put("1.json", 2);
    told.begin_attempt();
    told.send(0);
    told.send(1);
    told.mail.clear();
    CHECK_FALSE(is_lawful(told.result()));
}

TEST_CASE("mail of others is no handler's") {
    told_run told;
    mailbox::message m;
    m.recipients = {"a@b"};
    told.mail.accept(std::move(m));
    const auto r = told.result();
    CHECK(r.accepted == 0);
    CHECK(is_lawful(r));
}
