#include "sendlab/world.hpp"

#include <catch2/catch.hpp>

#include "unit/sendlab/letters.hpp"

using namespace sendlab;
using namespace sendlab::test;
using namespace std::chrono_literals;

namespace {

/// Every send takes 200 ms: 15 fit into the time limit of 3 s.
constexpr std::string_view slow = R"({
    "application": {"emails_per_file": 25},
    "s3": {"put_latency": "0s", "get_latency": "0s", "notification_delay": "0s"},
    "lambda": {"timeout": "3s", "retry_delays": ["60s", "120s"], "dispatch_delay": "0s",
               "cold_start": "0s"},
    "ses": {"latency": "200ms", "accepted_at": 1}})";

} // namespace

TEST_CASE("a file that fits is delivered once, by one attempt") {
    world w{slow};
    w.deploy(send_all);
    const auto keys = w.upload(letters(10));
    w.run_until_idle();

    REQUIRE(w.attempts().size() == 1);
    const auto run = w.attempts().front();
    CHECK(run.end == attempt_end::succeeded);
    CHECK(run.ran == 2s);
    CHECK(run.cold);
    CHECK(run.mails == 10);
    CHECK(run.key == keys.front());
    CHECK(run.log.front().starts_with("START RequestId: " + run.request_id));
    const auto mail = w.mailbox();
    REQUIRE(mail.size() == 10);
    CHECK(mail.front().to == std::vector<std::string>{"reader1@example.com"});
    CHECK(mail.front().subject == "News");
    CHECK(mail.front().at == 200ms);
    CHECK(mail.front().request_id == run.request_id);
    CHECK(mail.back().at == 2s);
    CHECK(w.now() == 2s);
}

TEST_CASE("the file that does not fit is sent three times as far as it goes, and its rest never") {
    world w{slow};
    w.deploy(send_all);
    w.upload(letters(25));
    w.run_until_idle();

    const auto count = w.count();
    CHECK(count.emails == 25);
    CHECK(count.timeouts == 3);
    CHECK(count.given_up == 1);
    CHECK(count.delivered == 15);
    CHECK(count.duplicates == 30);
    CHECK(count.lost == 10);
    const auto runs = w.attempts();
    REQUIRE(runs.size() == 3);
    CHECK(runs[0].request_id == runs[2].request_id);
    CHECK(runs[1].started - (runs[0].started + runs[0].ran) == 60s);
    CHECK(runs[2].number == 3);
}

TEST_CASE("uploads are cut by EMAILS_PER_FILE, and each file has a key of its own") {
    world w{R"({"application": {"emails_per_file": 10}})"};
    w.deploy(send_all);
    const auto first = w.upload(letters(25));
    const auto second = w.upload(letters(1));
    CHECK(first.size() == 3);
    CHECK(first[0] != first[1]);
    CHECK(second.front() != first.front());
    CHECK(w.upload({}).empty());
}

TEST_CASE("time goes as far as it is told") {
    world w{slow};
    w.deploy(send_all);
    w.upload(letters(25));
    w.advance(1s);
    CHECK(w.now() == 1s);
    CHECK(w.mailbox().size() == 5);
    CHECK(w.attempts().front().end == attempt_end::running);
    w.advance(10min);
    CHECK(w.now() == 10min + 1s);
    CHECK(w.count().timeouts == 3);
}

TEST_CASE("a fault counts its time from when it is put in") {
    world w{slow};
    w.deploy(send_all);
    w.advance(1h);
    w.inject(R"({"target": "ses", "fail": "Throttling", "times": 1})");
    w.upload(letters(3));
    w.run_until_idle();
    const auto runs = w.attempts();
    REQUIRE(runs.size() == 2);
    CHECK(runs[0].end == attempt_end::failed);
    CHECK(runs[0].answer == R"({"errorType":"Throttling","errorMessage":"Maximum sending rate exceeded."})");
    CHECK(runs[1].end == attempt_end::succeeded);

    SECTION("one that came before has not struck anew because of one that came after") {
        w.inject(R"({"target": "s3.get", "fail": "SlowDown", "times": 1})");
        w.upload(letters(3));
        w.run_until_idle();
        CHECK(w.attempts().size() == 4);
        CHECK(w.attempts()[2].answer.find("SlowDown") != std::string::npos);
    }
}

TEST_CASE("code that is deployed again takes over") {
    world w{slow};
    w.deploy([](invocation&) -> job {
        throw std::runtime_error{"not today"};
        co_return;
    });
    w.upload(letters(2));
    w.advance(30s);
    CHECK(w.attempts().front().answer == R"({"errorType":"Error","errorMessage":"not today"})");
    w.deploy(send_all);
    w.run_until_idle();
    CHECK(w.attempts().size() == 2);
    CHECK(w.mailbox().size() == 2);
}

TEST_CASE("two worlds of one scenario are the same world") {
    const auto story = [] {
        world w{R"({"ses": {"latency": {"lognormal": {"p50": "60ms", "p99": "900ms"}}}, "seed": 7})"};
        w.deploy(send_all);
        w.upload(letters(60));
        w.run_until_idle();
        std::string told;
        for (const auto& mail : w.mailbox())
            told += std::to_string(mail.at.count()) + mail.request_id + mail.raw;
        return told;
    };
    CHECK(story() == story());
}

TEST_CASE("the bill is the scenario's prices for what was used") {
    world w{slow};
    w.deploy(send_all);
    w.upload(letters(10));
    w.run_until_idle();
    const auto bill = w.cost();
    CHECK(bill.s3 == Approx(0.005 / 1000 + 0.0004 / 1000));
    CHECK(bill.ses == Approx(10 * 0.10 / 1000));
    CHECK(bill.lambda_requests == Approx(0.20 / 1e6));
    CHECK(bill.lambda_time == Approx(2 * 0.125 * 0.0000166667));
}

TEST_CASE("a scenario that cannot be read says what is wrong with it, and so does a fault") {
    CHECK_THROWS_WITH(world{R"({"lambda": {"timeout": "3 parsecs"}})"},
                      Catch::Contains("scenario:1:24") && Catch::Contains("lambda.timeout"));
    CHECK_THROWS_AS(world::from_file("there is no such file.json"), scenario_error);
    world w;
    CHECK_THROWS_WITH(w.inject(R"({"target": "ses", "fial": "Throttling"})"), Catch::Contains("fial"));
    CHECK_THROWS_AS(w.inject("}"), scenario_error);
}

TEST_CASE("a world can be moved about while it lives") {
    world one{slow};
    one.deploy(send_all);
    one.upload(letters(2));
    one.advance(250ms);
    world other{std::move(one)};
    other.run_until_idle();
    CHECK(other.mailbox().size() == 2);
}
