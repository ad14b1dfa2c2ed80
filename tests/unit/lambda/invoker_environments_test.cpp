// Reuse, expiry and cold starts of environments, through the whole service.

#include <catch2/catch.hpp>

#include "unit/lambda/lambda_world.hpp"

namespace sendlab::lambda::testing {

TEST_CASE("an environment runs one invocation at a time, and the one used last is used first") {
    lambda_world world;
    world.told.on_start = [](const invocation& run) { return takes(run.event->json() == "slow" ? 2s : 1s); };
    world.invoke_at(0s, "fast"); // in 1, until 1 s
    world.invoke_at(0s, "slow"); // in 2, until 2 s
    world.invoke_at(10s);
    world.invoke_at(10s);
    world.invoke_at(10s);
    world.run();
    CHECK(world.heard.heard("started") == lines{"0s attempt 1 started in 1, cold",
                                                "0s attempt 1 started in 2, cold",
                                                "10s attempt 1 started in 2", "10s attempt 1 started in 1",
                                                "10s attempt 1 started in 3, cold"});
}

TEST_CASE("an idle environment is used again for ten minutes and no longer") {
    lambda_world world;
    world.told.on_start = [](const invocation&) { return takes(1s); };
    world.invoke_at(0s);
    world.invoke_at(10min);      // idle since 1 s
    world.invoke_at(20min + 1s); // idle since 10 min 1 s
    world.run();
    CHECK(world.heard.heard("in ") == lines{"0s attempt 1 started in 1, cold", "10m attempt 1 started in 1",
                                            "1201s attempt 1 started in 2, cold"});
    CHECK(world.heard.heard("expired") == lines{"1201s expired 1"});
}

TEST_CASE("idle environments keep no run from ending") {
    lambda_world world;
    world.invoke_at(0s);
    world.run();
    CHECK(world.clock.now() == start_of_test + 100ms);
    CHECK(world.heard.heard("expired").empty());
}

TEST_CASE("somebody who looks after the environments finds the expired ones") {
    lambda_world world;
    world.invoke_at(0s);
    for (const auto at : {5min, 11min})
        world.clock.run_at(start_of_test + at, [&] { world.service.expire_idle_environments(); });
    world.run();
    CHECK(world.heard.heard("expired") == lines{"11m expired 1"});
    CHECK(world.told.calls.back() == "destroy 1");
}

TEST_CASE("a cold start holds its concurrency from set-up on") {
    function_config config;
    config.environment_setup = latency{200ms};
    lambda_world world{config};
    world.told.on_init = [](auto, bool) { return takes(300ms); };
    world.invoke_at(0s);
    world.clock.run_at(start_of_test + 100ms, [&] { CHECK(world.service.concurrent_executions() == 1); });
    world.clock.run_at(start_of_test + 400ms, [&] { CHECK(world.service.concurrent_executions() == 1); });
    world.run();
    CHECK(world.heard.trace == lines{"0s accepted", "200ms cold start 1",
                                     "500ms attempt 1 started in 1, cold",
                                     "600ms attempt 1 succeeded after 100ms", "600ms succeeded 1"});
    CHECK(world.heard.reports[0].init == 300ms); // set-up is not billed
    CHECK(world.heard.reports[0].billed == 400ms);
}

TEST_CASE("set-up times are drawn for the event, not for the environment") {
    function_config config;
    config.environment_setup = latency{distribution::uniform(0, 1e9)};
    const auto first_start = [&](bool alone) {
        lambda_world world{config};
        if (!alone)
            world.service.invoke_async("LambdaEmailSender", std::make_shared<text_event>("1"), 8);
        world.service.invoke_async("LambdaEmailSender", std::make_shared<text_event>("2"), 9);
        world.run();
        for (std::size_t i = 0; i < world.heard.runs.size(); ++i)
            if (world.heard.runs[i].event->json() == "2")
                return world.heard.runs[i].deadline;
        return time_point{};
    };
    CHECK(first_start(true) == first_start(false));
}

TEST_CASE("after a time-out the next invocation pays for the new Init, in time and money") {
    lambda_world world;
    world.told.on_init = [](auto, bool) { return takes(400ms); };
    world.told.on_start = [n = 0](const invocation&) mutable { return ++n == 1 ? never() : takes(100ms); };
    world.invoke_at(0s, "a");
    world.invoke_at(10s, "b");
    world.run();
    REQUIRE(world.heard.reports.size() == 3);
    CHECK(world.heard.reports[0].billed == 3400ms);
    CHECK(world.heard.reports[1].ran == 500ms);
    CHECK(world.heard.reports[1].init == 0s);
    CHECK_FALSE(world.heard.reports[1].cold);
    CHECK(world.heard.reports[1].billed == 500ms);
    CHECK(world.heard.reports[2].ran == 100ms);
    CHECK(world.told.calls == lines{"init cold 1", "start 1", "terminate 1", "init 1", "start 1", "start 1"});
}

TEST_CASE("invocations carry what a context object shows") {
    function_config config;
    config.memory_mb = 512;
    config.timeout = 5s;
    lambda_world world{config};
    world.invoke_at(1s, R"({"a":1})");
    world.run();
    const auto& run = world.heard.runs.at(0);
    CHECK(run.memory_mb == 512);
    CHECK(run.deadline == start_of_test + 6s);
    CHECK(run.environment == 1);
    CHECK(run.event->json() == R"({"a":1})");
    CHECK(run.delivery == 0);
}

TEST_CASE("an idle environment keeps no event alive") {
    lambda_world world;
    auto event = std::make_shared<text_event>("1");
    const std::weak_ptr<text_event> life{event};
    CHECK(world.service.invoke_async("LambdaEmailSender", std::move(event), 1));
    world.run();
    world.heard.runs.clear();
    CHECK(life.expired());
}

} // namespace sendlab::lambda::testing
