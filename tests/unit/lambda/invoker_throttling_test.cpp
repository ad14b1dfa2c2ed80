// What happens to events that find no concurrency, through the whole service.

#include <catch2/catch.hpp>

#include "unit/lambda/lambda_world.hpp"

namespace sendlab::lambda::testing {

namespace {

function_config reserving(std::uint32_t concurrency, throttle_policy policy = throttle_policy::backoff) {
    function_config config;
    config.timeout = 15min;
    config.reserved_concurrency = concurrency;
    config.on_throttle = policy;
    return config;
}

} // namespace

TEST_CASE("a throttled event is tried again after 1, 2, 4 seconds, and that spends no attempts") {
    lambda_world world{reserving(1)};
    world.told.on_start = [](const invocation& run) {
        return run.event->json() == "long" ? takes(6s) : run.attempt < 3 ? fails(1s) : takes(1s);
    };
    world.invoke_at(0s, "long");
    world.invoke_at(500ms, "short");
    world.run();
    CHECK(world.heard.heard("throttled") ==
          lines{"500ms throttled for 1s", "1500ms throttled for 2s", "3500ms throttled for 4s"});
    CHECK(world.heard.heard("started") ==
          lines{"0s attempt 1 started in 1, cold", "7500ms attempt 1 started in 1",
                "68500ms attempt 2 started in 1", "189500ms attempt 3 started in 1"});
    CHECK(world.heard.heard("succeeded short").size() == 1);
}

TEST_CASE("back-off begins anew for the next attempt") {
    lambda_world world{reserving(1)};
    world.told.on_start = [](const invocation& run) {
        return run.event->json() == "long" ? takes(4s) : run.attempt == 1 ? fails(1s) : takes(1s);
    };
    world.invoke_at(0s, "long");
    world.invoke_at(500ms, "short");
    world.invoke_at(68s, "long");
    world.run();
    CHECK(world.heard.heard("throttled") == lines{"500ms throttled for 1s", "1500ms throttled for 2s",
                                                  "3500ms throttled for 4s", "68500ms throttled for 1s",
                                                  "69500ms throttled for 2s", "71500ms throttled for 4s"});
}

TEST_CASE("an event that is throttled for too long is given up with the attempts that it has had") {
    auto config = reserving(1);
    config.maximum_event_age = 60s;
    lambda_world world{config};
    world.told.on_start = [](const invocation&) { return takes(10min); };
    world.invoke_at(0s, "long");
    world.invoke_at(1s, "short");
    world.run();
    // 1 + 2 + 4 + 8 + 16 = 31 s; another 32 s would be too late
    CHECK(world.heard.heard("given up") == lines{"32s given up short, event age exceeded, after 0"});
    CHECK(world.heard.heard("throttled").size() == 5);
}

TEST_CASE("a reservation of zero gives events up at once, without an attempt or a retry") {
    auto config = reserving(0);
    config.on_failure = "arn:aws:sqs:us-east-1:000000000000:bad";
    lambda_world world{config};
    world.invoke_at(1s);
    world.run();
    CHECK(world.heard.trace == lines{"1s accepted", "1s given up 1, zero concurrency, after 0"});
    REQUIRE(world.heard.records.size() == 1);
    CHECK(world.heard.records[0].second.ends_with(
        R"("condition":"ZeroReservedConcurrency","approximateInvokeCount":0},"requestPayload":1})"));
}

TEST_CASE("where events queue for concurrency, they are served first come, first served") {
    lambda_world world{reserving(2, throttle_policy::queue)};
    world.told.on_start = [](const invocation&) { return takes(10s); };
    for (int i = 0; i < 5; ++i)
        world.invoke_at(i * 1s, std::string(1, static_cast<char>('a' + i)));
    world.run();
    CHECK(world.heard.heard("started") ==
          lines{"0s attempt 1 started in 1, cold", "1s attempt 1 started in 2, cold",
                "10s attempt 1 started in 1", "11s attempt 1 started in 2", "20s attempt 1 started in 1"});
    CHECK(world.heard.heard("succeeded ") == lines{"10s attempt 1 succeeded after 10s", "10s succeeded a",
                                                   "11s attempt 1 succeeded after 10s", "11s succeeded b",
                                                   "20s attempt 1 succeeded after 10s", "20s succeeded c",
                                                   "21s attempt 1 succeeded after 10s", "21s succeeded d",
                                                   "30s attempt 1 succeeded after 10s", "30s succeeded e"});
    CHECK(world.heard.heard("throttled").empty());
}

TEST_CASE("a retry joins the end of the line") {
    lambda_world world{reserving(1, throttle_policy::queue)};
    world.told.on_start = [](const invocation& run) {
        return run.event->json() == "a" && run.attempt == 1 ? fails(1s) : takes(70s);
    };
    world.invoke_at(0s, "a");
    world.invoke_at(500ms, "b");
    world.invoke_at(600ms, "c");
    world.run();
    CHECK(world.heard.heard(" succeeded ").size() == 6);
    CHECK(world.heard.heard("s succeeded a") == lines{"211s succeeded a"});
    CHECK(world.heard.heard("s succeeded c") == lines{"141s succeeded c"});
}

TEST_CASE("handlers that answer at once drain a long line without filling the stack") {
    lambda_world world{reserving(1, throttle_policy::queue)};
    world.told.on_start = [](const invocation&) { return at_once(); };
    for (int i = 0; i < 20'000; ++i)
        world.invoke_at(0s);
    world.run();
    CHECK(world.heard.ends.size() == 20'000);
    CHECK(world.clock.now() == start_of_test);
}

TEST_CASE("an event that is too old when its turn comes is given up") {
    auto config = reserving(1, throttle_policy::queue);
    config.maximum_event_age = 60s;
    lambda_world world{config};
    world.told.on_start = [](const invocation&) { return takes(61s); };
    world.invoke_at(0s, "a");
    world.invoke_at(500ms, "b"); // 60.5 s old
    world.invoke_at(1s, "c");    // 60 s old
    world.run();
    CHECK(world.heard.heard("given up") == lines{"61s given up b, event age exceeded, after 0"});
    CHECK(world.heard.heard("succeeded c") == lines{"122s succeeded c"});
}

TEST_CASE(
    "a reservation that becomes zero gives up what waits in line, to where the new configuration says") {
    auto config = reserving(1, throttle_policy::queue);
    lambda_world world{config};
    world.invoke_at(0s, "a");
    world.invoke_at(10ms, "b");
    world.run_until(50ms);
    config.reserved_concurrency = 0;
    config.on_failure = "arn:aws:sqs:us-east-1:000000000000:bad";
    REQUIRE(world.service.update_function(config));
    world.run();
    CHECK(world.heard.heard("given up") == lines{"50ms given up b, zero concurrency, after 0"});
    REQUIRE(world.heard.records.size() == 1);
    CHECK(world.heard.records[0].first == config.on_failure);
}

TEST_CASE("functions share the account, and the one that has waited longest goes first") {
    function_config first, second;
    first.on_throttle = second.on_throttle = throttle_policy::queue;
    second.name = "Other";
    account_config account;
    account.concurrency = 1;
    lambda_world world{first, account};
    world.deploy(second);
    world.told.on_start = [](const invocation&) { return takes(2s); };
    world.invoke_at(0s, "a");
    world.invoke_at(100ms, "b", "Other");
    world.invoke_at(200ms, "c");
    world.invoke_at(300ms, "d", "Other");
    world.run();
    CHECK(world.heard.heard("s succeeded") ==
          lines{"2s succeeded a", "4s succeeded b", "6s succeeded c", "8s succeeded d"});
}

TEST_CASE("a full function does not hold up the line of another") {
    auto slow = reserving(1, throttle_policy::queue);
    function_config other;
    other.name = "Other";
    other.on_throttle = throttle_policy::queue;
    lambda_world world{slow};
    world.deploy(other);
    world.told.on_start = [](const invocation& run) { return takes(run.event->json() == "x" ? 1s : 100s); };
    world.invoke_at(0s, "a");
    world.invoke_at(1s, "b");
    world.invoke_at(2s, "x", "Other");
    world.run();
    CHECK(world.heard.heard("succeeded x") == lines{"3s succeeded x"});
}

TEST_CASE("a function gains environments at the scaling rate; idle ones cost nothing") {
    account_config account;
    account.scaling_burst = 2;
    account.scaling_per_second = 4;
    function_config config;
    SECTION("with back-off the third new environment waits a second") {
        lambda_world world{config, account};
        for (int i = 0; i < 3; ++i)
            world.invoke_at(0s);
        world.run();
        CHECK(world.heard.heard("throttled") == lines{"0s throttled for 1s"});
        CHECK(world.heard.heard("started").back() == "1s attempt 1 started in 2");
    }
    SECTION("in line the fourth waits until another 1/4 s has passed") {
        config.on_throttle = throttle_policy::queue;
        lambda_world world{config, account};
        world.told.on_start = [](const invocation&) { return takes(2s); };
        for (int i = 0; i < 4; ++i)
            world.invoke_at(0s);
        world.run();
        CHECK(world.heard.heard("started") ==
              lines{"0s attempt 1 started in 1, cold", "0s attempt 1 started in 2, cold",
                    "250ms attempt 1 started in 3, cold", "500ms attempt 1 started in 4, cold"});
    }
    SECTION("without a rate the line waits for environments that are there") {
        config.on_throttle = throttle_policy::queue;
        account.scaling_per_second = 0;
        lambda_world world{config, account};
        world.told.on_start = [](const invocation&) { return takes(2s); };
        for (int i = 0; i < 3; ++i)
            world.invoke_at(0s);
        world.run();
        CHECK(world.heard.heard("started").back() == "2s attempt 1 started in 1");
    }
}

TEST_CASE("a line that freed environments have served keeps no run from ending") {
    account_config account;
    account.scaling_burst = 1;
    account.scaling_per_second = 1e-6;
    function_config config;
    config.on_throttle = throttle_policy::queue;
    lambda_world world{config, account};
    world.told.on_start = [](const invocation&) { return takes(2s); };
    world.invoke_at(0s);
    world.invoke_at(1s);
    world.run();
    CHECK(world.clock.now() == start_of_test + 4s);
}

TEST_CASE("during an outage events back off, and that spends no attempts") {
    lambda_world world;
    world.clock.run_at(start_of_test + 10s, [&] { world.service.set_service_available(false); });
    world.clock.run_at(start_of_test + 20s, [&] { world.service.set_service_available(true); });
    world.invoke_at(12s);
    world.run();
    CHECK(world.heard.heard("throttled") == lines{"12s throttled for 1s", "13s throttled for 2s",
                                                  "15s throttled for 4s", "19s throttled for 8s"});
    CHECK(world.heard.heard("started") == lines{"27s attempt 1 started in 1, cold"});
}

TEST_CASE("an attempt that runs when an outage begins goes on, and its retry meets the outage") {
    lambda_world world;
    world.told.on_start = [](const invocation& run) { return run.attempt == 1 ? fails(1s) : takes(1s); };
    world.clock.run_at(start_of_test + 500ms, [&] { world.service.set_service_available(false); });
    world.clock.run_at(start_of_test + 62s, [&] { world.service.set_service_available(true); });
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.heard("throttled") == lines{"61s throttled for 1s"});
    CHECK(world.heard.heard("started").back() == "62s attempt 2 started in 1");
}

TEST_CASE("an outage that does not end exceeds the event age") {
    lambda_world world;
    world.service.set_service_available(false);
    world.invoke_at(0s);
    world.run();
    REQUIRE(world.heard.heard("given up").size() == 1);
    CHECK(world.heard.heard("given up")[0].ends_with("given up 1, event age exceeded, after 0"));
    CHECK(world.clock.now() <= start_of_test + 6h);
    CHECK(world.clock.now() > start_of_test + 5h + 55min);
}

TEST_CASE("a line stands still during an outage and moves when it is over") {
    lambda_world world{reserving(1, throttle_policy::queue)};
    world.told.on_start = [](const invocation&) { return takes(5s); };
    world.clock.run_at(start_of_test + 2s, [&] { world.service.set_service_available(false); });
    world.clock.run_at(start_of_test + 30s, [&] { world.service.set_service_available(true); });
    world.invoke_at(0s, "a");
    world.invoke_at(1s, "b");
    world.run();
    CHECK(world.heard.heard("s succeeded") == lines{"5s succeeded a", "35s succeeded b"});
}

} // namespace sendlab::lambda::testing
