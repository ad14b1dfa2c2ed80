// The asynchronous queue's retries, through the whole service.

#include <catch2/catch.hpp>

#include "unit/lambda/lambda_world.hpp"

namespace sendlab::lambda::testing {

TEST_CASE("an event that succeeds is over after one attempt") {
    lambda_world world;
    world.invoke_at(1s);
    world.run();
    CHECK(world.heard.trace == lines{"1s accepted", "1s cold start 1", "1s attempt 1 started in 1, cold",
                                     "1100ms attempt 1 succeeded after 100ms", "1100ms succeeded 1"});
}

TEST_CASE("a failed event is run again whole, one minute and then two after the failure, with the same "
          "request id") {
    lambda_world world;
    world.told.on_start = [](const invocation&) { return fails(100ms); };
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.trace ==
          lines{"0s accepted", "0s cold start 1", "0s attempt 1 started in 1, cold",
                "100ms attempt 1 failed after 100ms", "100ms retry after attempt 1 in 1m",
                "60100ms attempt 2 started in 1", "60200ms attempt 2 failed after 100ms",
                "60200ms retry after attempt 2 in 2m", "180200ms attempt 3 started in 1",
                "180300ms attempt 3 failed after 100ms", "180300ms given up 1, retries exhausted, after 3"});
    for (const auto& run : world.heard.runs) {
        CHECK(run.id == world.heard.ids[0]);
        CHECK(run.event->json() == "1");
    }
}

TEST_CASE("the delay after a time-out counts from the time limit") {
    lambda_world world;
    world.told.on_start = [](const invocation& run) { return run.attempt == 1 ? never() : takes(1s); };
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.heard("attempt") ==
          lines{"0s attempt 1 started in 1, cold", "3000000001ns attempt 1 timed out after 3s",
                "3000000001ns retry after attempt 1 in 1m", "63s attempt 2 started in 1",
                "64s attempt 2 succeeded after 1s"});
    CHECK(world.heard.runs[1].deadline == start_of_test + 66s);
    CHECK(world.told.calls == lines{"init cold 1", "start 1", "terminate 1", "init 1", "start 1"});
}

TEST_CASE("with a maximum event age of 60 s there is no retry, with 90 s one") {
    function_config config;
    config.maximum_event_age = 60s;
    SECTION("60 s") {
        lambda_world world{config};
        world.told.on_start = [](const invocation&) { return fails(1ms); };
        world.invoke_at(0s);
        world.run();
        CHECK(world.heard.heard("given up") == lines{"1ms given up 1, event age exceeded, after 1"});
    }
    SECTION("90 s") {
        config.maximum_event_age = 90s;
        lambda_world world{config};
        world.told.on_start = [](const invocation&) { return fails(1ms); };
        world.invoke_at(0s);
        world.run();
        CHECK(world.heard.heard("given up") == lines{"60002ms given up 1, event age exceeded, after 2"});
    }
}

TEST_CASE("without retries the first failure is the last") {
    function_config config;
    config.maximum_retry_attempts = 0;
    lambda_world world{config};
    world.told.on_start = [](const invocation&) { return fails(1ms); };
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.heard("given up") == lines{"1ms given up 1, retries exhausted, after 1"});
}

TEST_CASE("dispatch delays come before the first attempt only") {
    function_config config;
    config.dispatch_delay = latency{30ms};
    lambda_world world{config};
    world.told.on_start = [](const invocation& run) { return run.attempt == 1 ? fails(1s) : takes(1s); };
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.heard("started") ==
          lines{"30ms attempt 1 started in 1, cold", "61030ms attempt 2 started in 1"});
}

TEST_CASE("an event that the queue delivers twice runs twice, each copy with its own attempts") {
    function_config config;
    config.duplicate_deliveries = 1;
    lambda_world world{config};
    world.told.on_start = [](const invocation& run) {
        return run.delivery % 2 == 0 ? takes(100ms) : fails(100ms);
    };
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.heard("cated") == lines{"0s duplicated"});
    CHECK(world.heard.heard("started").size() == 4);
    CHECK(world.heard.heard("ed 1") == lines{"100ms succeeded 1"});
    CHECK(world.heard.heard("given up") == lines{"180300ms given up 1, retries exhausted, after 3"});
    for (const auto& run : world.heard.runs)
        CHECK(run.id == world.heard.ids[0]);
}

TEST_CASE("as many events are delivered twice as the probability says") {
    function_config config;
    config.duplicate_deliveries = 0.25;
    lambda_world world{config};
    for (int i = 0; i < 4000; ++i)
        world.invoke_at(i * 1s);
    world.run();
    CHECK(world.heard.heard("duplicated").size() == Approx(1000).margin(150));
    CHECK(world.heard.ends.size() == 4000 + world.heard.heard("duplicated").size());
}

TEST_CASE("ids and delays depend on the entity, not on the order of events") {
    function_config config;
    config.dispatch_delay = latency{distribution::exponential(1e9)};
    config.retry_delays = {latency{distribution::uniform(1e9, 2e9)}};
    const auto times = [&](std::vector<std::uint64_t> entities) {
        lambda_world world{config};
        world.told.on_start = [](const invocation& run) { return run.attempt < 3 ? fails(1ms) : takes(1ms); };
        std::map<std::string, duration> ended;
        for (const auto entity : entities) {
            const auto id =
                world.service.invoke_async("LambdaEmailSender", std::make_shared<text_event>("1"), entity);
            ended[id->text()] = {};
        }
        world.run();
        for (std::size_t i = 0; i < world.heard.runs.size(); ++i)
            ended[world.heard.runs[i].id.text()] += world.heard.reports[i].started - start_of_test;
        return ended;
    };
    const auto forwards = times({1, 2, 3, 4});
    CHECK(forwards.size() == 4);
    CHECK(forwards == times({3, 1, 4, 2}));
}

TEST_CASE("two events of one entity have ids and draws of their own") {
    function_config config;
    config.dispatch_delay = latency{distribution::exponential(1e9)};
    lambda_world world{config};
    const auto event = std::make_shared<text_event>("1");
    const auto first = world.service.invoke_async("LambdaEmailSender", event, 1, 0);
    const auto again = world.service.invoke_async("LambdaEmailSender", event, 1, 1);
    CHECK(*first != *again);
    world.run();
    REQUIRE(world.heard.reports.size() == 2);
    CHECK(world.heard.reports[0].started != world.heard.reports[1].started);
    CHECK(world.heard.runs[0].delivery + world.heard.runs[1].delivery == 2);
}

TEST_CASE("destinations and dead-letter targets hear of the end, and only of the end") {
    function_config config;
    config.on_success = "arn:aws:sqs:us-east-1:000000000000:good";
    config.on_failure = "arn:aws:sqs:us-east-1:000000000000:bad";
    config.dead_letter_target = "arn:aws:sqs:us-east-1:000000000000:dead";
    lambda_world world{config};
    SECTION("a success after a retry") {
        world.told.on_start = [](const invocation& run) { return run.attempt == 1 ? fails(1s) : takes(1s); };
        world.invoke_at(0s, R"({"k":1})");
        world.run();
        REQUIRE(world.heard.records.size() == 1);
        CHECK(world.heard.records[0].first == config.on_success);
        CHECK(world.heard.records[0].second.find(R"("timestamp":"2026-01-01T00:01:02.000Z")") !=
              std::string::npos);
        CHECK(world.heard.records[0].second.find(R"("condition":"Success","approximateInvokeCount":2)") !=
              std::string::npos);
    }
    SECTION("a failure") {
        world.told.on_start = [](const invocation&) { return never(); };
        world.invoke_at(0s, R"({"k":1})");
        world.run();
        REQUIRE(world.heard.records.size() == 2);
        CHECK(world.heard.records[0].first == config.on_failure);
        CHECK(world.heard.records[0].second.find(
                  R"("condition":"RetriesExhausted","approximateInvokeCount":3)") != std::string::npos);
        CHECK(world.heard.records[0].second.find(R"("requestPayload":{"k":1})") != std::string::npos);
        CHECK(world.heard.records[0].second.find("Task timed out after 3.00 seconds") != std::string::npos);
        CHECK(world.heard.records[1].first == config.dead_letter_target);
    }
}

TEST_CASE("the log of an attempt that times out") {
    lambda_world world;
    world.service.write_logs(true);
    world.told.on_init = [](auto, bool cold) { return takes(cold ? 250ms : 0ms); };
    world.told.on_start = [](const invocation& run) { return run.attempt == 1 ? never() : takes(50ms); };
    world.invoke_at(0s);
    world.run();
    const auto id = world.heard.ids[0].text();
    CHECK(world.heard.log == lines{"START RequestId: " + id + " Version: $LATEST",
                                   "2026-01-01T00:00:03.250Z " + id + " Task timed out after 3.00 seconds",
                                   "END RequestId: " + id,
                                   "REPORT RequestId: " + id +
                                       "\tDuration: 3000.00 ms\tBilled Duration: 3250 ms\tMemory Size: 128 "
                                       "MB\tMax Memory Used: 128 MB\t"
                                       "Init Duration: 250.00 ms\tStatus: timeout\t",
                                   "START RequestId: " + id + " Version: $LATEST", "END RequestId: " + id,
                                   "REPORT RequestId: " + id +
                                       "\tDuration: 50.00 ms\tBilled Duration: 50 ms\tMemory Size: 128 "
                                       "MB\tMax Memory Used: 128 MB\t"});
}

TEST_CASE("no log line is written unless somebody asks for it") {
    lambda_world world;
    world.invoke_at(0s);
    world.run();
    CHECK(world.heard.log.empty());
}

} // namespace sendlab::lambda::testing
