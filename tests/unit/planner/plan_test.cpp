#include "planner/plan.hpp"

#include <catch2/catch.hpp>

#include "fake_world.hpp"
#include "planner/plan_json.hpp"

using namespace sendlab;
using namespace sendlab::planner;

TEST_CASE("values that are asked for are exactly the values that are computed") {
    fake_world fake{.timeout_probability = step_after(10)};
    const auto request = request_for({3, 10, 12});
    const auto found = make_plan(request, fake.world());
    REQUIRE(found.values.size() == 3);
    CHECK(found.values[0].counts.emails_per_file == 3);
    CHECK(found.values[1].counts.emails_per_file == 10);
    CHECK(found.values[2].counts.emails_per_file == 12);
    CHECK(found.advice.largest_safe == 10);
    CHECK(found.advice.next == 12);
    CHECK(found.find(25) == nullptr);
}

TEST_CASE("a plan carries what it was asked") {
    fake_world fake{.timeout_probability = step_after(10)};
    auto request = request_for({3});
    request.scenario.ses.correlation = 0.2;
    request.scenario.ses.account.rate = 14;
    request.max_timeout_probability = 0.01;
    request.samples = 500;
    const auto found = make_plan(request, fake.world());
    CHECK(found.name == "fake");
    CHECK(found.seed == 7);
    CHECK(found.own_value == 25);
    CHECK(found.max_timeout_probability == 0.01);
    CHECK(found.samples == 500);
    CHECK(found.correlation == 0.2);
    CHECK(found.coupled.unit == observation::busy_period);
}

TEST_CASE("a plan is the same bytes on any number of threads") {
    fake_world fake{.timeout_probability = [](std::uint32_t n) { return 1e-7 * n * n * n; }};
    std::string first;
    for (const unsigned threads : {1U, 2U, 5U}) {
        auto request = request_for();
        request.threads = threads;
        const auto text = plan_json(make_plan(request, fake.world()));
        if (first.empty())
            first = text;
        CHECK(text == first);
    }
}

TEST_CASE("an interrupted plan says so, and tells what is known") {
    fake_world fake{.timeout_probability = [](auto) { return 1e-4; }};
    std::atomic<bool> stop = false;
    std::atomic<int> runs = 0;
    auto world = fake.world();
    world.interrupt = &stop;
    world.run = [&](const pipeline::settings& scenario, const pipeline::run_options&) {
        if (++runs == 100)
            stop = true;
        return fake.run(scenario);
    };
    const auto request = request_for();
    const auto found = make_plan(request, world);
    CHECK(found.interrupted);
    CHECK(found.advice.what == outcome::undecided);
    CHECK_FALSE(found.values.empty());
}

TEST_CASE("a value breaks an expectation when most of its runs do") {
    value_result sums;
    const auto run = [&sums](std::vector<broken_expectation> broken, std::uint64_t seed) {
        sums.add(pipeline::run_result{}, {});
        sums.add(broken, seed);
    };
    run({{"lost", "lost is 1"}, {"duplicates", "duplicates is 9"}}, 10);
    run({{"lost", "lost is 2"}}, 11);
    run({}, 12);
    REQUIRE(sums.broken.size() == 2);
    CHECK(sums.broken[0].metric == "lost");
    CHECK(sums.broken[0].what == "lost is 1");
    CHECK(sums.broken[0].seed == 10);
    CHECK(sums.broken[0].runs == 2);
    CHECK(sums.breaks(sums.broken[0]));
    CHECK_FALSE(sums.breaks(sums.broken[1]));
    CHECK(sums.breaks_any());
    run({}, 13); // half of the runs are not most of them
    CHECK_FALSE(sums.breaks_any());
}

TEST_CASE("percentiles are means over the runs that have them") {
    using namespace std::chrono_literals;
    mean_percentiles sums;
    CHECK(sums.p99() == 0s);
    sums.add({.n = 10, .p50 = 1s, .p90 = 2s, .p99 = 3s});
    sums.add({.n = 1, .p50 = 3s, .p90 = 3s, .p99 = 4s});
    sums.add({}); // a run without deliveries
    CHECK(sums.p50() == 2s);
    CHECK(sums.p90() == 2500ms);
    CHECK(sums.p99() == 3500ms);
}

TEST_CASE("costs are per million delivered, duplicates and losses per million wanted") {
    pipeline::run_result run;
    run.emails = 2'000;
    run.accepted = 1'000;
    run.duplicates = 10;
    run.lost = 1'000;
    run.cost.lambda_time = 0.25;
    run.cost.lambda_time_100ms = 0.5;
    run.cost.s3 = 0.25;
    value_result sums;
    sums.add(run, {});
    CHECK(sums.duplicates_per_million() == 5'000);
    CHECK(sums.lost_per_million() == 500'000);
    CHECK(sums.cost_per_million() == 500);
    CHECK(sums.cost_per_million_100ms() == 750);
    CHECK(std::isinf(value_result{}.cost_per_million()));
    CHECK(value_result{}.lost_per_million() == 0);
}
