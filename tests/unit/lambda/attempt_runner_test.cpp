#include <catch2/catch.hpp>

#include "lambda/attempt_runner.hpp"
#include "unit/lambda/lambda_world.hpp"

namespace sendlab::lambda::testing {

namespace {

/// A runner with one environment, which is used again for each attempt.
struct stage {
    explicit stage(function_config config = {})
        : function{std::move(config), "arn", nullptr, account_config{}} {
        place->number = 1;
        place->code = std::make_unique<scripted_handler>(clock, told, 1);
    }

    void begin(event_slot event = 0, duration setup = 0s) {
        invocation run;
        run.environment = 1;
        runner.begin(function, event, std::move(place), run, setup);
    }
    const attempt_report& last() const { return ended.back(); }

    deployed_function function;
    virtual_scheduler clock;
    direction told;
    recorder heard{clock};
    function_log log{heard};
    std::vector<attempt_report> ended;
    std::unique_ptr<environment> place = std::make_unique<environment>();
    attempt_runner runner{clock, heard, log, [this](ended_attempt e) {
                              ended.push_back(e.report);
                              place = std::move(e.place);
                          }};
};

} // namespace

TEST_CASE_METHOD(stage, "set-up, Init and run follow one another, each as long as it takes") {
    told.on_init = [](auto, bool) { return takes(400ms); };
    begin(0, 250ms);
    clock.run();
    CHECK(told.calls == lines{"init cold 1", "start 1"});
    CHECK(heard.trace == lines{"250ms cold start 1", "650ms attempt 1 started in 1, cold"});
    REQUIRE(ended.size() == 1);
    CHECK(last().cold);
    CHECK(last().started == start_of_test + 650ms);
    CHECK(last().init == 400ms);
    CHECK(last().ran == 100ms);
    CHECK(last().billed == 500ms);
    CHECK(heard.runs[0].deadline == start_of_test + 650ms + 3s);
    CHECK(place->state == environment_state::ready);
}

TEST_CASE_METHOD(stage, "a handler may answer inside the call that asks it") {
    told.on_start = [](const invocation&) { return at_once(); };
    begin();
    CHECK(ended.empty()); // not inside the handler's own call
    clock.run();
    REQUIRE(ended.size() == 1);
    CHECK(last().ran == 0s);
    CHECK(clock.now() == start_of_test);
}

TEST_CASE_METHOD(stage, "an answer that is given twice counts once") {
    auto twice = takes(100ms);
    twice.times = 2;
    told.on_start = [&](const invocation&) { return twice; };
    told.on_init = [](auto, bool) { return script{std::nullopt, {}, 2, true}; };
    begin();
    clock.run();
    CHECK(ended.size() == 1);
    CHECK(told.calls == lines{"init cold 1", "start 1"});
}

TEST_CASE_METHOD(stage, "an answer after the time limit is ignored, also when the next attempt runs") {
    told.on_start = [n = 0](const invocation&) mutable {
        return ++n == 1 ? script{4s, {false, "late", false}, 1, false} : takes(2s);
    };
    begin(5);
    clock.run(start_of_test + 3s + 1ns);
    REQUIRE(ended.size() == 1);
    CHECK(last().outcome == attempt_outcome::timed_out);
    begin(6);
    clock.run();
    REQUIRE(ended.size() == 2);
    CHECK(last().outcome == attempt_outcome::succeeded);
    CHECK(last().ran == 2s);
    CHECK(told.calls == lines{"init cold 1", "start 1", "terminate 1", "init 1", "start 1"});
}

TEST_CASE_METHOD(stage, "a run that ends exactly at the limit succeeds, one nanosecond more is a time-out") {
    auto length = 3s + 0ns;
    told.on_start = [&](const invocation&) { return takes(length); };
    begin();
    clock.run();
    CHECK(last().outcome == attempt_outcome::succeeded);
    CHECK(last().ran == 3s);

    length += 1ns;
    begin();
    clock.run();
    CHECK(last().outcome == attempt_outcome::timed_out);
    CHECK(last().ran == 3s);
    CHECK(last().payload.starts_with(R"({"errorType":"Sandbox.Timedout")"));
    CHECK(place->state == environment_state::reset);
}

TEST_CASE_METHOD(stage, "a handler that initialises for exactly ten seconds is not terminated") {
    told.on_init = [](auto, bool) { return takes(10s); };
    begin();
    clock.run();
    CHECK(told.calls == lines{"init cold 1", "start 1"});
    CHECK(last().init == 10s);
    CHECK(last().started == start_of_test + 10s);
}

TEST_CASE_METHOD(stage, "an Init past ten seconds is aborted and run again inside the attempt") {
    told.on_init = [](auto, bool cold) { return takes(cold ? 11s : 2s); };
    told.on_start = [](const invocation&) { return takes(500ms); };
    log.write(true);
    begin();
    clock.run();
    CHECK(told.calls == lines{"init cold 1", "terminate 1", "init 1", "start 1"});
    CHECK(heard.trace == lines{"0s cold start 1", "10000000001ns attempt 1 started in 1, cold"});
    CHECK(last().outcome == attempt_outcome::succeeded);
    CHECK(last().cold);
    CHECK(last().init == 10s);
    CHECK(last().ran == 2500ms);
    CHECK(last().billed == 12'500ms);
    REQUIRE(heard.log.size() == 2);
    CHECK(heard.log[0] == "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout");
    CHECK(heard.log[1].starts_with("START "));
}

TEST_CASE_METHOD(stage, "an Init that never ends costs ten seconds and then the whole time limit") {
    told.on_init = [](auto, bool) { return never(); };
    begin();
    clock.run();
    CHECK(told.calls == lines{"init cold 1", "terminate 1", "init 1", "terminate 1"});
    CHECK(last().outcome == attempt_outcome::timed_out);
    CHECK(last().ran == 3s);
    CHECK(last().billed == 13s);
    CHECK(place->state == environment_state::reset);
}

TEST_CASE_METHOD(stage, "a suppressed Init takes its time from the run") {
    told.on_init = [](auto, bool) { return takes(1s); };
    told.on_start = [](const invocation&) { return takes(2s + 1ns); };
    place->state = environment_state::reset;
    begin();
    clock.run();
    CHECK(last().outcome == attempt_outcome::timed_out);
    CHECK_FALSE(last().cold);
    CHECK(last().init == 0s);
    CHECK(last().billed == 3s);

    told.on_start = [](const invocation&) { return takes(2s); };
    begin();
    clock.run();
    CHECK(last().outcome == attempt_outcome::succeeded);
    CHECK(last().ran == 3s);
    CHECK(place->state == environment_state::ready);
}

TEST_CASE_METHOD(stage, "after an error the environment stays as it is, after a crash it is reset") {
    told.on_start = [](const invocation&) { return fails(100ms); };
    begin();
    clock.run();
    CHECK(last().outcome == attempt_outcome::failed);
    CHECK(last().payload == R"({"errorType":"Error","errorMessage":"no"})");
    CHECK(place->state == environment_state::ready);

    told.on_start = [](const invocation&) { return script{100ms, {false, "{}", true}, 1, true}; };
    begin();
    clock.run();
    CHECK(place->state == environment_state::reset);
}

TEST_CASE("a runner that is destroyed leaves no event behind") {
    virtual_scheduler clock;
    direction told;
    recorder heard{clock};
    function_log log{heard};
    const deployed_function function{function_config{}, "arn", nullptr, account_config{}};
    {
        attempt_runner runner{clock, heard, log, [](ended_attempt) { FAIL("nobody ended"); }};
        auto place = std::make_unique<environment>();
        place->code = std::make_unique<scripted_handler>(clock, told, 1);
        runner.begin(function, 0, std::move(place), {}, 1s);
        clock.run(start_of_test + 1050ms);
        CHECK(clock.pending() > 0);
    }
    CHECK(clock.pending() == 0);
}

} // namespace sendlab::lambda::testing
