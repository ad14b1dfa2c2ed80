#include <catch2/catch.hpp>

#include "unit/lambda/lambda_world.hpp"

namespace sendlab::lambda::testing {

namespace {

const std::string arn = "arn:aws:lambda:us-east-1:000000000000:function:LambdaEmailSender";

} // namespace

TEST_CASE("a function is created once, found by name and deleted once") {
    lambda_world world;
    CHECK(world.service.find_function("LambdaEmailSender")->timeout == 3s);
    CHECK(world.service.find_function("Other") == nullptr);

    const auto again = world.service.create_function({}, world.code());
    REQUIRE_FALSE(again);
    CHECK(again.error().code == errc::resource_conflict);
    CHECK(again.error().message == "Function already exist: LambdaEmailSender");

    CHECK(world.service.delete_function("LambdaEmailSender"));
    CHECK(world.service.find_function("LambdaEmailSender") == nullptr);
    const auto gone = world.service.delete_function("LambdaEmailSender");
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == errc::resource_not_found);
    CHECK(gone.error().message == "Function not found: " + arn);

    CHECK(*world.service.create_function({}, world.code()) == arn);
}

TEST_CASE("a configuration that AWS would refuse is refused, and nothing is created") {
    lambda_world world;
    function_config config;
    config.name = "Other";
    config.memory_mb = 64;
    const auto refused = world.service.create_function(config, world.code());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::validation);
    CHECK(world.service.find_function("Other") == nullptr);
}

TEST_CASE("reservations leave a hundred unreserved, and are given back with their function") {
    lambda_world world;
    function_config config;
    config.name = "Other";
    config.reserved_concurrency = 901;
    const auto refused = world.service.create_function(config, world.code());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::invalid_parameter_value);
    CHECK(refused.error().message == "Specified ReservedConcurrentExecutions for function decreases "
                                     "account's UnreservedConcurrentExecution below "
                                     "its minimum value of [100].");

    config.reserved_concurrency = 900;
    CHECK(world.service.create_function(config, world.code()));
    config.name = "Third";
    CHECK_FALSE(world.service.create_function(config, world.code()));
    CHECK(world.service.delete_function("Other"));
    CHECK(world.service.create_function(config, world.code()));
}

TEST_CASE("functions are invoked by name or ARN; who is not there is not found") {
    lambda_world world;
    const auto event = std::make_shared<text_event>("1");
    CHECK(world.service.invoke_async(arn, event, 1));
    CHECK(world.service.invoke_async("LambdaEmailSender:$LATEST", event, 2));
    const auto missing = world.service.invoke_async("Other", event, 3);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == errc::resource_not_found);
    CHECK(missing.error().message ==
          "Function not found: arn:aws:lambda:us-east-1:000000000000:function:Other:$LATEST");
    CHECK(world.service.events_pending() == 2);
    world.run();
    CHECK(world.heard.ends.size() == 2);
}

TEST_CASE("request ids are version 4 UUIDs and differ from event to event and from seed to seed") {
    std::vector<std::string> ids;
    for (const std::uint64_t seed : {1, 2}) {
        virtual_scheduler clock;
        lambda_observer silent;
        direction told;
        lambda_service service{clock, random_source{seed}, {}, silent};
        REQUIRE(service.create_function({}, [&](auto environment) {
            return std::make_unique<scripted_handler>(clock, told, environment);
        }));
        for (std::uint64_t entity = 0; entity < 3; ++entity)
            ids.push_back(service.invoke_async(arn, std::make_shared<text_event>("1"), entity)->text());
    }
    for (const auto& id : ids)
        CHECK(id[14] == '4');
    std::sort(ids.begin(), ids.end());
    CHECK(std::unique(ids.begin(), ids.end()) == ids.end());
}

TEST_CASE("an invocation is accepted at once and runs in an event of its own") {
    lambda_world world;
    CHECK(world.service.invoke_async(arn, std::make_shared<text_event>("1"), 1));
    CHECK(world.heard.trace == lines{"0s accepted"});
    CHECK(world.service.events_pending() == 1);
    CHECK(world.service.concurrent_executions() == 0);
    world.run_until(50ms);
    CHECK(world.service.concurrent_executions() == 1);
    world.run();
}

TEST_CASE("a handler may invoke functions, its own too") {
    lambda_world world;
    world.told.on_start = [&](const invocation& run) {
        if (run.event->json() == "1")
            for (std::uint64_t entity = 100; entity < 1100; ++entity)
                CHECK(world.service.invoke_async(arn, std::make_shared<text_event>("2"), entity));
        return takes(100ms);
    };
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.heard("s succeeded 2").size() == 1000);
}

TEST_CASE("when a function is deleted, what runs goes on, and what waits is given up") {
    function_config config;
    config.on_failure = "arn:aws:sqs:us-east-1:000000000000:bad";
    lambda_world world{config};
    world.told.on_start = [](const invocation& run) {
        return run.event->json() == "good"  ? takes(2s)
               : run.event->json() == "bad" ? fails(2s)
                                            : fails(100ms);
    };
    world.invoke_at(0s, "retried");
    world.invoke_at(1s, "good");
    world.invoke_at(1s, "bad");
    world.clock.run_at(start_of_test + 2s,
                       [&] { CHECK(world.service.delete_function("LambdaEmailSender")); });
    world.run();
    CHECK(world.heard.heard("given up") == lines{"2s given up retried, function deleted, after 1",
                                                 "3s given up bad, function deleted, after 1"});
    CHECK(world.heard.heard("s succeeded") == lines{"3s succeeded good"});
    CHECK(world.heard.records.empty());
    CHECK(world.told.calls.back().starts_with("destroy"));
}

TEST_CASE("when a function is deleted, those who stand in line are given up") {
    function_config config;
    config.reserved_concurrency = 1;
    config.on_throttle = throttle_policy::queue;
    lambda_world world{config};
    world.invoke_at(0s, "a");
    world.invoke_at(10ms, "b");
    world.invoke_at(20ms, "c");
    world.clock.run_at(start_of_test + 50ms,
                       [&] { CHECK(world.service.delete_function("LambdaEmailSender")); });
    world.run();
    CHECK(world.heard.heard("given up") ==
          lines{"50ms given up b, function deleted, after 0", "50ms given up c, function deleted, after 0"});
    CHECK(world.heard.heard("s succeeded") == lines{"100ms succeeded a"});
}

TEST_CASE("a handler that deletes its own function still ends its attempt") {
    lambda_world world;
    world.told.on_start = [&](const invocation&) {
        CHECK(world.service.delete_function("LambdaEmailSender"));
        return fails(1s);
    };
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.heard("given up") == lines{"1s given up 1, function deleted, after 1"});
}

TEST_CASE("a function that is deleted and created again starts with new environments") {
    lambda_world world;
    world.invoke_at(0s);
    world.clock.run_at(start_of_test + 1s, [&] {
        CHECK(world.service.delete_function("LambdaEmailSender"));
        world.deploy({});
    });
    world.invoke_at(2s);
    world.run();
    CHECK(world.heard.heard("started").back() == "2s attempt 1 started in 2, cold");
}

TEST_CASE("a service that is destroyed leaves no event behind") {
    virtual_scheduler clock;
    direction told;
    recorder heard{clock};
    {
        account_config account;
        account.scaling_burst = 1;
        function_config config;
        config.on_throttle = throttle_policy::queue;
        lambda_service service{clock, random_source{1}, account, heard};
        REQUIRE(service.create_function(config, [&](auto environment) {
            return std::make_unique<scripted_handler>(clock, told, environment);
        }));
        for (std::uint64_t entity = 0; entity < 5; ++entity)
            CHECK(service.invoke_async(arn, std::make_shared<text_event>("1"), entity));
        clock.run(start_of_test + 1ms); // one runs, the others wait for the scaling rate
        CHECK(service.events_pending() == 5);
        CHECK(clock.pending() > 0);
    }
    CHECK(clock.pending() == 0);
}

} // namespace sendlab::lambda::testing
