#include "api/live/invocation_log.hpp"

#include <catch2/catch.hpp>

#include "api/live/environment_key.hpp"
#include "api/live/live_routes.hpp"
#include "api/live/put_event.hpp"
#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::live;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

/// Lambda's side of the story, told by hand.
struct told_log {
    virtual_scheduler clock;
    invocation_log log{clock, 3};
    std::shared_ptr<s3::event_record> record = std::make_shared<s3::event_record>();
    std::shared_ptr<put_event> event;
    lambda::invocation run;

    told_log() {
        record->bucket = "async-emails";
        record->key = "1.json";
        event = std::make_shared<put_event>("arn:aws:lambda:us-east-1:000000000000:function:Sender", record);
        run.event = event;
        run.environment = 42;
        next_event();
    }
    void next_event() {
        run.id = lambda::request_id::from_bits(++bits_, 1);
        run.attempt = 1;
        log.on_accepted(run.id, *event);
    }
    void attempt(lambda::attempt_outcome outcome, duration ran) {
        log.on_attempt_started(run, run.attempt == 1);
        clock.run_after(ran, [] {});
        clock.run();
        lambda::attempt_report report;
        report.outcome = outcome;
        report.ran = ran;
        report.payload = R"({"errorMessage":"no"})";
        log.on_attempt_ended(run, report);
        ++run.attempt;
    }
    [[nodiscard]] const recorded_invocation& last() const { return *log.invocations().back(); }

private:
    std::uint64_t bits_ = 0;
};

http_request get(std::string target) {
    http_request request;
    request.method = "GET";
    request.target = std::move(target);
    request.body = std::make_shared<memory_blob>("");
    return request;
}

/// The own API over a log, with nothing else going on.
struct api_over {
    explicit api_over(told_log& told) : conditions{told.clock, {}} {
        const live_parts parts{
            told.clock,
            told.log,
            conditions,
            mail,
            calls,
            pulse,
            [](std::string_view text) -> result<std::vector<faults::fault_settings>, std::string> {
                if (text != "outage")
                    return std::string{"1:1: no fault"};
                faults::fault_settings fault;
                fault.when.target = faults::operation::ses_send;
                fault.what = faults::outage{};
                return std::vector{fault};
            }};
        add_live_routes(api, parts);
        add_timeline_routes(api, parts);
    }
    std::string ask(http_request request, unsigned status = 200) {
        std::string text;
        api.handle(std::move(request), [&](const http_response& response) {
            CHECK(response.status == status);
            text = to_string(*response.body);
        });
        return text;
    }

    own_api api;
    scenario_conditions conditions;
    mailbox::mailbox mail;
    call_pulse pulse;
    call_counts calls{{{"s3.PutObject", 200}, 3}};
};

} // namespace

TEST_CASE("an invocation that times out and is retried is one story with two attempts") {
    told_log told;
    told.attempt(lambda::attempt_outcome::timed_out, 3s);
    told.log.on_retry_scheduled(told.run, 1min);
    CHECK(told.last().state == invocation_state::waiting);
    CHECK(told.last().next_attempt == told.clock.now() + 1min);
    told.attempt(lambda::attempt_outcome::succeeded, 1s);
    told.log.on_succeeded(told.run.id, *told.event);

    CHECK(told.last().state == invocation_state::succeeded);
    CHECK(told.last().function == "Sender");
    CHECK(told.last().key == "1.json");
    REQUIRE(told.last().attempts.size() == 2);
    CHECK(told.last().attempts[0].report->outcome == lambda::attempt_outcome::timed_out);
    CHECK(told.last().attempts[1].number == 2);
    CHECK(told.log.ended(lambda::attempt_outcome::timed_out) == 1);
}

TEST_CASE("a call is over with its only attempt, however that ends") {
    const auto [outcome, state] = GENERATE(table<lambda::attempt_outcome, invocation_state>(
        {{lambda::attempt_outcome::succeeded, invocation_state::succeeded},
         {lambda::attempt_outcome::failed, invocation_state::failed},
         {lambda::attempt_outcome::timed_out, invocation_state::failed}}));
    told_log told;
    told.run.called = true;
    std::vector<std::string> changes;
    told.log.on_change([&](std::string_view what, const auto&) { changes.emplace_back(what); });
    told.attempt(outcome, 1s);
    CHECK(told.last().state == state);
    CHECK(told.last().over());
    CHECK(changes ==
          std::vector<std::string>{"attempt_started", "attempt_ended", std::string{to_string(state)}});
    told.log.clear();
    CHECK(told.log.invocations().empty());
}

TEST_CASE("what an environment's access key signs belongs to its attempt") {
    told_log told;
    told.log.on_attempt_started(told.run, true);
    http_request request;
    request.fields.add("Authorization", "AWS4-HMAC-SHA256 Credential=" + access_key_of(42) +
                                            "/20260101/us-east-1/ses/aws4_request, SignedHeaders=host");
    REQUIRE(environment_of(request) == 42U);
    const auto caller = told.log.latest_in(42);
    REQUIRE(caller);
    CHECK(caller->invocation->id == told.run.id);
    CHECK_FALSE(told.log.latest_in(43));

    CHECK_FALSE(environment_of(get("/?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE")));
    CHECK(environment_of(get("/?X-Amz-Credential=" + access_key_of(7) + "%2F2026")) == 7U);
    CHECK_FALSE(environment_of(get("/?X-Amz-Credential=ASIAIOSFODNN7EXAMPLE")));
}

TEST_CASE("an e-mail that was accepted counts for the attempt that sent it") {
    told_log told;
    told.attempt(lambda::attempt_outcome::timed_out, 3s);
    told.attempt(lambda::attempt_outcome::succeeded, 1s);
    told.log.note_mail(told.run.id.text(), 2, 17);
    told.log.note_mail("somebody else", 1, 18);
    CHECK(told.last().attempts[0].mails.empty());
    REQUIRE(told.last().attempts[1].mails.size() == 1);
    CHECK(told.last().attempts[1].mails.front().message == 17);
}

TEST_CASE("lines of a function's log stand under the attempt that wrote them") {
    told_log told;
    told.log.on_attempt_started(told.run, true);
    const std::string function = "Sender";
    told.log.on_log_line({function, 42, told.run.id, "START"});
    told.log.on_log_line({function, 42, lambda::request_id{}, "before any run"});
    CHECK(told.last().attempts[0].log == std::vector<std::string>{"START"});
    for (std::size_t i = 0; i < invocation_log::log_lines_kept; ++i)
        told.log.on_log_line({function, 42, told.run.id, "more"});
    CHECK(told.last().attempts[0].log_lines_dropped == 1);
}

TEST_CASE("of many invocations those that are over are forgotten first, and counted") {
    told_log told; // keeps 3
    const auto unfinished = told.run.id;
    for (int i = 0; i < 4; ++i) {
        told.next_event();
        told.log.on_succeeded(told.run.id, *told.event);
    }
    CHECK(told.log.invocations().size() == 3);
    CHECK(told.log.forgotten() == 2);
    CHECK(told.log.find(unfinished.text()) != nullptr);
    told.log.clear();
    CHECK(told.log.invocations().size() == 1);
}

TEST_CASE("the own API lists invocations, and one with its log") {
    told_log told;
    told.attempt(lambda::attempt_outcome::failed, 150ms);
    told.log.on_given_up(told.run.id, *told.event, lambda::given_up::retries_exhausted, 1);
    api_over api{told};
    const auto id = told.run.id.text();
    CHECK_THAT(api.ask(get("/_sendlab/invocations")),
               Contains("\"request_id\":\"" + id + "\"") && Contains("\"state\":\"given_up\"") &&
                   Contains("\"outcome\":\"failed\"") && Contains("\"duration_ms\":150.0"));
    CHECK_THAT(api.ask(get("/_sendlab/invocations?state=running")), Contains("\"invocations\":[]"));
    CHECK_THAT(api.ask(get("/_sendlab/invocations/" + id)), Contains("\"log\":[]"));
    api.ask(get("/_sendlab/invocations/none"), 404);
    CHECK_THAT(api.ask(get("/_sendlab/files")), Contains("\"key\":\"1.json\"") && Contains("\"errors\":1"));
}

TEST_CASE("faults are changed while it runs") {
    told_log told;
    api_over api{told};
    auto put = get("/_sendlab/faults");
    put.method = "PUT";
    put.body = std::make_shared<memory_blob>("outage");
    CHECK_THAT(api.ask(put), Contains("\"fault\":\"ses: outage\""));
    put.body = std::make_shared<memory_blob>("?");
    CHECK_THAT(api.ask(put, 400), Contains("no fault"));
    CHECK_FALSE(api.conditions.faults().empty()); // a change that fails changes nothing
    put.method = "DELETE";
    CHECK_THAT(api.ask(put), Contains("\"faults\":[]"));
}

TEST_CASE("metrics are in Prometheus' format") {
    told_log told;
    told.attempt(lambda::attempt_outcome::timed_out, 3s);
    api_over api{told};
    CHECK_THAT(api.ask(get("/_sendlab/metrics")),
               Contains("sendlab_calls_total{service=\"s3\",action=\"PutObject\",status=\"200\"} 3\n") &&
                   Contains("sendlab_attempts_total{outcome=\"timed_out\"} 1\n") &&
                   Contains("# TYPE sendlab_invocations_pending gauge\nsendlab_invocations_pending 1\n"));
}

TEST_CASE("the timeline tells what has changed since it was last asked") {
    told_log told;
    api_over over{told};
    told.log.on_attempt_started(told.run, true);
    const auto began = told.clock.now();
    told.log.note_call(42, {recorded_call::what::send, true, began + 1ms, 2ms});
    told.log.note_call(43, {recorded_call::what::send, true, began, 1ms}); // nobody's
    told.log.note_mail(told.run.id.text(), 1, 17);
    const auto all = over.ask(get("/_sendlab/timeline"));
    CHECK_THAT(all, Contains(R"("calls":[[1.0,2.0,"send",true]])"));
    CHECK_THAT(all, Contains(R"("mails":[[0.0,"000000000000000000000H"]])"));
    CHECK_THAT(all, Contains(R"("outcome":"running")"));
    const auto version = std::to_string(told.log.version());
    CHECK_THAT(over.ask(get("/_sendlab/timeline?since=" + version)), Contains(R"("invocations":[])"));
    told.log.on_succeeded(told.run.id, *told.event);
    CHECK_THAT(over.ask(get("/_sendlab/timeline?since=" + version)), Contains(R"("state":"succeeded")"));
}

TEST_CASE("the pulse has the latencies of the last seconds, and counts all calls") {
    told_log told;
    api_over over{told};
    const auto now = told.clock.now();
    over.pulse.note(faults::operation::ses_send, true, now - 1min, 7s);
    over.pulse.note(faults::operation::ses_send, false, now, 80ms);
    const auto text = over.ask(get("/_sendlab/pulse"));
    CHECK_THAT(text, Contains(R"("ses":{"calls":2,"errors":1,"p50":80.0,"p90":80.0,"p99":80.0})"));
    CHECK_THAT(text, Contains(R"("s3.put":{"calls":0)"));
    CHECK_THAT(text, Contains(R"("queued":1)"));
}

TEST_CASE("faults of the panel stand beside those of the scenario, and begin when they are put there") {
    told_log told;
    api_over over{told};
    const auto put = [&](std::string target, std::string body, unsigned status = 200) {
        auto request = get(std::move(target));
        request.method = "PUT";
        request.body = std::make_shared<memory_blob>(std::move(body));
        return over.ask(std::move(request), status);
    };
    put("/_sendlab/faults", "outage");
    told.clock.run_after(1min, [] {});
    told.clock.run();
    CHECK_THAT(put("/_sendlab/faults/panel", "outage"),
               Contains(R"("panel":false},)") && Contains(R"("panel":true})"));
    CHECK(over.ask(get("/_sendlab/faults/panel")) == "outage");
    CHECK(over.conditions.faults().apply({faults::operation::ses_send, told.clock.now(), 1}).settled());
    put("/_sendlab/faults/panel", "nonsense", 400);
    CHECK(over.conditions.extra_faults() == 1);
    put("/_sendlab/faults", "outage");
    CHECK(over.conditions.extra_faults() == 0);
}
