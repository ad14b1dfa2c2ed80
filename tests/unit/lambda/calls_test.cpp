// Calls that wait for their answer, and functions that change while they run.
#include "unit/lambda/lambda_world.hpp"

namespace sendlab::lambda::testing {

namespace {

const std::string f = "LambdaEmailSender";

struct call_world : lambda_world {
    using lambda_world::lambda_world;

    result<request_id, error> call(const std::string& name = f) {
        return service.invoke(name, std::make_shared<text_event>("1"), next_entity++,
                              [this](call_result r) { answers.push_back(std::move(r)); });
    }
    std::string reason_of_refusal(const std::string& name = f) {
        const auto refused = call(name);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == errc::too_many_requests);
        CHECK(refused.error().message == "Rate Exceeded.");
        return refused.error().reason;
    }

    std::vector<call_result> answers;
};

function_config reserved(std::uint32_t n) {
    function_config config;
    config.reserved_concurrency = n;
    return config;
}

} // namespace

TEST_CASE_METHOD(call_world, "a call gets what the handler answers, once, from an event of its own") {
    told.on_start = [](const invocation&) {
        auto at = at_once();
        at.answer.payload = "7";
        return at;
    };
    REQUIRE(call());
    CHECK(answers.empty());
    CHECK(service.events_pending() == 0); // it is in no queue
    CHECK(service.concurrent_executions() == 1);
    run();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].succeeded);
    CHECK(answers[0].payload == "7");
    CHECK(answers[0].executed_version == "$LATEST");
    CHECK(answers[0].log_tail.empty()); // nobody asked for a log
    CHECK(heard.ids.empty());
}

TEST_CASE_METHOD(call_world, "a call that fails is not tried again") {
    told.on_start = [](const invocation&) { return fails(100ms); };
    REQUIRE(call());
    run();
    REQUIRE(answers.size() == 1);
    CHECK_FALSE(answers[0].succeeded);
    CHECK(heard.runs.size() == 1);
}

TEST_CASE_METHOD(call_world, "a call past the limit gets the time-out as its answer") {
    told.on_start = [](const invocation&) { return never(); };
    const auto id = call();
    REQUIRE(id);
    run();
    REQUIRE(answers.size() == 1);
    CHECK(answers[0].payload == R"({"errorType":"Sandbox.Timedout","errorMessage":"RequestId: )" +
                                    id->text() + R"( Error: Task timed out after 3.00 seconds"})");
}

TEST_CASE_METHOD(call_world, "the log's end comes along, and no more than 4 KB of it") {
    service.write_logs(true);
    REQUIRE(call());
    run();
    CHECK(answers[0].log_tail == heard.log[0] + "\n" + heard.log[1] + "\n" + heard.log[2] + "\n");
    CHECK(answers[0].log_tail.starts_with("START RequestId: "));
}

TEST_CASE("calls beyond a reservation are refused, with the reason") {
    call_world world{reserved(1)};
    REQUIRE(world.call());
    CHECK(world.reason_of_refusal() == "ReservedFunctionConcurrentInvocationLimitExceeded");
    world.run();
    REQUIRE(world.call()); // there is room again
    world.run();
    CHECK(world.answers.size() == 2);
}

TEST_CASE("calls beyond the account's concurrency are refused, with another") {
    call_world world{{}, {.concurrency = 2}};
    REQUIRE(world.call());
    REQUIRE(world.call());
    CHECK(world.reason_of_refusal() == "ConcurrentInvocationLimitExceeded");
    world.run();
}

TEST_CASE_METHOD(call_world, "calls and events use the same environments") {
    invoke_at(0s);
    run();
    REQUIRE(call());
    run();
    CHECK(heard.runs.at(1).environment == heard.runs.at(0).environment);
}

TEST_CASE_METHOD(call_world, "in an outage calls meet a service error") {
    service.set_service_available(false);
    const auto refused = call();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::service);
    service.set_service_available(true);
}

TEST_CASE_METHOD(call_world, "a function deleted during a call still answers it") {
    REQUIRE(call());
    REQUIRE(service.delete_function(f));
    run();
    CHECK(answers.size() == 1);
    CHECK_FALSE(call());
}

TEST_CASE_METHOD(call_world, "new code gets new environments; what runs goes on to its end") {
    REQUIRE(call());
    REQUIRE(call());
    run_until(50ms);
    REQUIRE(service.update_function(*service.find_function(f), code()));
    CHECK(heard.heard("expired").empty());
    run();
    CHECK(answers.size() == 2);
    CHECK(heard.heard("expired").size() == 2);
    REQUIRE(call());
    run();
    CHECK(heard.runs.back().environment == 3);

    REQUIRE(service.update_function(*service.find_function(f), code())); // an idle one ends at once
    CHECK(heard.heard("expired").size() == 3);
}

TEST_CASE_METHOD(call_world, "settings of the queue change without new environments") {
    REQUIRE(call());
    run();
    auto changed = *service.find_function(f);
    changed.maximum_retry_attempts = 0;
    REQUIRE(service.update_function(changed));
    told.on_start = [](const invocation&) { return fails(100ms); };
    REQUIRE(service.invoke_async(f, std::make_shared<text_event>("1"), 9));
    run();
    CHECK(heard.runs.size() == 2);
    CHECK(heard.runs[1].environment == heard.runs[0].environment);
    changed.maximum_retry_attempts = 3;
    CHECK_FALSE(service.update_function(changed));
    CHECK(service.find_function(f)->maximum_retry_attempts == 0);
}

TEST_CASE_METHOD(call_world, "events that wait get the code that is there when their turn comes") {
    invoke_at(1s);
    bool replaced = false;
    clock.run_at(start_of_test + 500ms, [&] {
        REQUIRE(service.update_function(*service.find_function(f), [&](std::uint64_t environment) {
            replaced = true;
            return code()(environment);
        }));
    });
    run();
    CHECK(replaced);
}

TEST_CASE("a version runs on its own, in the concurrency of its function") {
    call_world world{reserved(2)};
    function_config version;
    version.version = "1";
    version.timeout = 9s;
    auto orphan = version;
    orphan.name = "other";
    CHECK_FALSE(world.service.create_function(orphan, world.code()));
    const auto arn = world.service.create_function(version, world.code());
    REQUIRE(arn);
    CHECK(*arn == "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender:1");
    CHECK_FALSE(world.service.create_function(version, world.code()));

    REQUIRE(world.call());
    REQUIRE(world.call(f + ":1"));
    CHECK(world.reason_of_refusal() == "ReservedFunctionConcurrentInvocationLimitExceeded");
    CHECK(world.reason_of_refusal(f + ":1") == "ReservedFunctionConcurrentInvocationLimitExceeded");
    world.run();
    REQUIRE(world.answers.size() == 2);
    CHECK(world.heard.runs[1].deadline == start_of_test + 9s);
    CHECK(world.answers[1].executed_version == "1");

    world.service.set_alias(f, "live", "1");
    REQUIRE(world.call(f + ":live"));
    world.run();
    CHECK(world.answers.back().executed_version == "1");
    REQUIRE(world.service.delete_function(f));
    CHECK(world.service.find_function(f + ":1") == nullptr);
    CHECK_FALSE(world.call(f + ":live"));
}

TEST_CASE_METHOD(call_world, "a reservation may change while attempts run") {
    REQUIRE(call());
    auto changed = *service.find_function(f);
    changed.reserved_concurrency = 1;
    REQUIRE(service.update_function(changed));
    CHECK(service.unreserved_concurrency() == 999);
    CHECK(reason_of_refusal() == "ReservedFunctionConcurrentInvocationLimitExceeded");
    changed.reserved_concurrency = 901;
    CHECK_FALSE(service.update_function(changed));
    CHECK(service.unreserved_concurrency() == 999);
    changed.reserved_concurrency.reset();
    REQUIRE(service.update_function(changed));
    REQUIRE(call());
    run();
    CHECK(answers.size() == 2);
    CHECK(service.unreserved_concurrency() == 1000);
}

TEST_CASE("attempts for which the machine has no room wait in order, and none of their clocks runs") {
    call_world world{{}, {.parallel_attempts = 2}};
    world.told.on_start = [](const invocation&) { return takes(2s); };
    for (int i = 0; i < 3; ++i)
        world.invoke_at(0s);
    world.clock.run_at(start_of_test + 1s, [&] { REQUIRE(world.call()); });
    world.run();
    CHECK(world.heard.heard("started") == lines{"0s attempt 1 started in 1, cold",
                                                "0s attempt 1 started in 2, cold",
                                                "2s attempt 1 started in 1", "2s attempt 1 started in 2"});
    CHECK(world.heard.heard("timed out").empty());
    CHECK(world.heard.runs[3].deadline == start_of_test + 5s);
    CHECK(world.answers.size() == 1);
}

} // namespace sendlab::lambda::testing
