#include "api/live/scenario_conditions.hpp"

#include <catch2/catch.hpp>

#include "pipeline/article_defaults.hpp"
#include "time/virtual_scheduler.hpp"

using namespace sendlab;
using namespace sendlab::api;
using namespace sendlab::api::live;
using namespace std::chrono_literals;
using faults::operation;

namespace {

http_request request_of(std::size_t bytes) {
    http_request request;
    request.body = std::make_shared<memory_blob>(std::string(bytes, 'x'));
    return request;
}

struct live_scenario {
    virtual_scheduler clock;
    pipeline::settings scenario;

    live_scenario() {
        scenario.s3.put_latency = latency{30ms};
        scenario.s3.get_latency = latency{20ms};
        scenario.ses.send_latency = latency{distribution::constant(80e6), 1e6}; // and 1 ms a KB
        scenario.ses.accepted_at = 0.25;
    }
    [[nodiscard]] scenario_conditions conditions() { return {clock, scenario}; }
};

faults::fault_settings fault_on(operation target, decltype(faults::fault_settings::what) what) {
    return {{target}, std::move(what)};
}

} // namespace

TEST_CASE("a send takes effect where in its latency the scenario says") {
    live_scenario live;
    auto conditions = live.conditions();
    const auto send = conditions.of("ses", "SendRawEmail", request_of(20'000));
    CHECK(send.before_action == 25ms);
    CHECK(send.before_answer == 75ms);
    CHECK_FALSE(send.fail);
    CHECK(conditions.of("s3", "PutObject", request_of(5)).before_action == 30ms);
    CHECK(conditions.of("s3", "GetObject", request_of(0)).before_action == 20ms);
}

TEST_CASE("what a fault adds to the way of a send comes before it takes effect, as in a run") {
    live_scenario live;
    live.scenario.faults = {fault_on(operation::ses_send, faults::add_latency{latency{1s}}),
                            fault_on(operation::ses_send, faults::multiply_latency{2})};
    auto conditions = live.conditions();
    const auto send = conditions.of("ses", "SendRawEmail", request_of(20'000));
    CHECK(send.before_action == 1s + 2 * 25ms);
    CHECK(send.before_answer == 2 * 75ms);
}

TEST_CASE("calls that the pipeline does not make take no time") {
    live_scenario live;
    auto conditions = live.conditions();
    for (const auto& [service, action] : {std::pair{"s3", "ListObjectsV2"}, std::pair{"ses", "GetSendQuota"},
                                          std::pair{"lambda", "Invoke"}, std::pair{"s3", ""}}) {
        const auto call = conditions.of(service, action, request_of(0));
        CHECK(call.before_action + call.before_answer == 0ms);
    }
}

TEST_CASE("without latencies only faults take time") {
    live_scenario live;
    remove_latencies(live.scenario);
    live.scenario.faults = {fault_on(operation::ses_send, faults::add_latency{latency{1s}})};
    auto conditions = live.conditions();
    CHECK(conditions.of("s3", "PutObject", request_of(5)).before_action == 0ms);
    const auto send = conditions.of("ses", "SendEmail", request_of(5));
    CHECK(send.before_action + send.before_answer == 1s);
}

TEST_CASE("faults fail calls in the manner of each service") {
    live_scenario live;
    live.scenario.faults = {
        fault_on(operation::ses_send, faults::fail_with{{faults::failure::throttled, "Throttling"}}),
        fault_on(operation::s3_put, faults::fail_with{{faults::failure::throttled, "SlowDown"}}),
        fault_on(operation::s3_get, faults::drop_connection{}),
    };
    auto conditions = live.conditions();
    const auto send = conditions.of("ses", "SendEmail", request_of(1));
    REQUIRE(send.fail);
    CHECK(send.fail->status == 400);
    CHECK(send.fail->code == "Throttling");
    CHECK(send.fail->message == "Maximum sending rate exceeded.");
    const auto put = conditions.of("s3", "PutObject", request_of(1));
    REQUIRE(put.fail);
    CHECK(put.fail->status == 503);
    CHECK(conditions.of("s3", "GetObject", request_of(0)).end == call_condition::ending::drop_connection);
    CHECK(conditions.faults().accounts()[0].consumed == 1);
}

TEST_CASE("an answer that is lost is that of a call that took effect") {
    live_scenario live;
    live.scenario.faults = {fault_on(operation::ses_send, faults::lose_answer{})};
    live.scenario.faults[0].when.times = 1;
    auto conditions = live.conditions();
    const auto lost = conditions.of("ses", "SendEmail", request_of(1));
    CHECK(lost.end == call_condition::ending::lose_answer);
    CHECK_FALSE(lost.fail);
    CHECK(conditions.of("ses", "SendEmail", request_of(1)).end == call_condition::ending::answer);
}

TEST_CASE("faults that are set while it runs count their time from then") {
    live_scenario live;
    auto conditions = live.conditions();
    live.clock.run_after(1h, [] {});
    live.clock.run();
    auto outage = fault_on(operation::ses_send, faults::outage{});
    outage.when.for_ = 1min;
    conditions.set_faults({outage});
    CHECK(conditions.of("ses", "SendEmail", request_of(1)).fail);
    live.clock.run_after(1min, [] {});
    live.clock.run();
    CHECK_FALSE(conditions.of("ses", "SendEmail", request_of(1)).fail);
    conditions.set_faults({});
    CHECK(conditions.faults().empty());
}

TEST_CASE("a fault may strike the attempts of its number only") {
    live_scenario live;
    auto second = fault_on(operation::ses_send, faults::outage{});
    second.when.attempt = 2;
    live.scenario.faults = {second};
    auto conditions = live.conditions();
    std::uint32_t attempt = 1;
    conditions.on_caller([&](const http_request&) { return scenario_conditions::caller{attempt}; });
    CHECK_FALSE(conditions.of("ses", "SendEmail", request_of(1)).fail);
    attempt = 2;
    CHECK(conditions.of("ses", "SendEmail", request_of(1)).fail);
}

TEST_CASE("errors come with the scenario's probability, the same for one seed") {
    live_scenario live;
    live.scenario.ses.errors = 0.3;
    const auto failures = [&] {
        auto conditions = live.conditions();
        std::vector<bool> failed;
        for (int i = 0; i < 1000; ++i)
            failed.push_back(conditions.of("ses", "SendEmail", request_of(1)).fail.has_value());
        return failed;
    };
    const auto once = failures();
    CHECK(once == failures());
    const auto count = std::ranges::count(once, true);
    CHECK(count > 250);
    CHECK(count < 350);
}

TEST_CASE("an outage of Lambda begins and ends as the scenario says, and ends with the faults") {
    live_scenario live;
    auto outage = fault_on(operation::lambda_attempt, faults::outage{});
    outage.when.at = 1min;
    outage.when.for_ = 2min;
    live.scenario.faults = {outage};
    auto conditions = live.conditions();
    std::vector<std::pair<duration, bool>> told;
    const auto start = live.clock.now();
    conditions.on_lambda_outage(
        [&](bool available) { told.emplace_back(live.clock.now() - start, available); });
    live.clock.run();
    CHECK(told == std::vector<std::pair<duration, bool>>{{1min, false}, {3min, true}});
    told.clear();
    conditions.set_faults({outage});
    conditions.set_faults({});
    live.clock.run();
    CHECK(told == std::vector<std::pair<duration, bool>>{{3min, true}, {3min, true}}); // none has begun
}

TEST_CASE("an outage of Lambda that the panel begins acts from that moment, beside the scenario's own") {
    live_scenario live;
    auto own = fault_on(operation::lambda_attempt, faults::outage{});
    own.when.at = 10min;
    own.when.for_ = 1min;
    live.scenario.faults = {own};
    auto conditions = live.conditions();
    std::vector<std::pair<duration, bool>> told;
    const auto start = live.clock.now();
    conditions.on_lambda_outage(
        [&](bool available) { told.emplace_back(live.clock.now() - start, available); });
    auto panel = fault_on(operation::lambda_attempt, faults::outage{});
    panel.when.for_ = 2min;
    live.clock.run_at(start + 5min, [&] { conditions.set_extra_faults({panel}); });
    live.clock.run();
    CHECK(told == std::vector<std::pair<duration, bool>>{
                      {5min, true}, {5min, false}, {7min, true}, {10min, false}, {11min, true}});
}

TEST_CASE("an outage that has begun goes on when the panel's faults change, and ends with them") {
    live_scenario live;
    auto conditions = live.conditions();
    bool available = true;
    conditions.on_lambda_outage([&](bool now) { available = now; });
    auto panel = fault_on(operation::lambda_attempt, faults::outage{});
    conditions.set_extra_faults({panel});
    live.clock.run();
    CHECK_FALSE(available);
    conditions.set_extra_faults({panel, fault_on(operation::ses_send, faults::outage{})});
    live.clock.run();
    CHECK_FALSE(available);
    conditions.set_extra_faults({});
    live.clock.run();
    CHECK(available);
}

TEST_CASE("what a killed client had on its way is known by asking its caller") {
    live_scenario live;
    auto conditions = live.conditions();
    bool killed = false;
    conditions.on_caller([&](const http_request&) {
        return scenario_conditions::caller{1, [&] { return killed; }};
    });
    const auto call = conditions.of("ses", "SendEmail", request_of(1));
    CHECK_FALSE(call.cut_off());
    killed = true;
    CHECK(call.cut_off());
}
