// The planner on the real pipeline, against answers that are known in closed form.
#include "planner/plan.hpp"

#include <catch2/catch.hpp>

#include <cmath>

#include "planner/busy_periods.hpp"
#include "planner/plan_json.hpp"
#include "support/closed_forms.hpp"

using namespace sendlab;
using namespace sendlab::planner;
using namespace std::chrono_literals;
using test::erlang_tail;

namespace {

/// Sequential sends and nothing else that takes time: an attempt lasts as long as the sum of its sends.
plan_request sequential_sends(const distribution& send_nanoseconds, duration limit) {
    plan_request request;
    auto& scenario = request.scenario;
    scenario.name = "closed form";
    scenario.seed = 3;
    scenario.length = 1min;
    scenario.application.requests = pipeline::fixed_arrivals{1s};
    scenario.application.priority_emails = 0;
    scenario.lambda.function.timeout = limit;
    scenario.lambda.handler.model = pipeline::handler_model::sequential;
    scenario.lambda.handler.max_in_flight = 1;
    scenario.ses.send_latency = latency{send_nanoseconds};
    request.threads = 2;
    request.count_only = true;
    return request;
}

sweep_world real_world() {
    sweep_world world;
    world.run = pipeline::run;
    return world;
}

/// Of about so many files of n e-mails each. With the truth as its target, a sweep stays undecided for long.
bool covers(plan_request request, std::uint32_t n, std::uint64_t files, double truth) {
    request.scenario.application.emails_per_request = distribution::constant(10.0 * n); // only whole files
    request.values = {n};
    request.samples = files;
    request.max_timeout_probability = truth;
    const auto found = make_plan(request, real_world());
    const auto p = found.at(n).counts.timeout_probability(observation::file, 0.999);
    CHECK(p.n >= files / 2);
    return p.bounds.low <= truth && truth <= p.bounds.high;
}

} // namespace

TEST_CASE("with constant latencies the largest safe value is limit / latency, rounded down") {
    const auto send = GENERATE(100ms, 130ms, 349ms, 1049ms);
    auto request =
        sequential_sends(distribution::constant(static_cast<double>(duration{send}.count())), 1050ms);
    request.max_timeout_probability = 1e-3;
    request.samples = 5'000;
    const auto found = make_plan(request, real_world());
    const auto expected = static_cast<std::uint32_t>(1050ms / send);
    CAPTURE(send.count());
    CHECK(found.advice.largest_safe == expected);
    CHECK(found.advice.next == expected + 1);
    CHECK(found.at(expected).counts.duplicates == 0);
}

TEST_CASE("with exponential latencies P(time-out) is the tail of an Erlang distribution") {
    const auto request = sequential_sends(distribution::exponential(100e6), 3s);
    for (const unsigned n : {15U, 20U, 30U}) {
        CAPTURE(n);
        CHECK(covers(request, n, 12'000, erlang_tail(n, 30)));
    }
}

TEST_CASE(
    "with lognormal latencies of p50 80 ms and sigma 0.5, 25 e-mails miss 3 s in 0.386 % of the cases") {
    const auto request = sequential_sends(distribution::lognormal(std::log(80e6), 0.5), 3s);
    CHECK(covers(request, 25, 20'000, 0.00386));
}

TEST_CASE("busy periods account for every first attempt of a run") {
    auto scenario = sequential_sends(distribution::exponential(100e6), 3s).scenario;
    scenario.application.requests = pipeline::poisson_arrivals{0.01};
    scenario.length = 2h;
    scenario.application.emails_per_file = 25;
    scenario.ses.account.rate = 60;
    scenario.lambda.function.duplicate_deliveries = 0.05;
    busy_periods periods;
    pipeline::run_options options;
    options.journal = &periods;
    const auto result = pipeline::run(scenario, options);
    CHECK(periods.counts().trials == result.first_attempts);
    CHECK(periods.counts().hits == result.first_attempt_timeouts);
    CHECK(periods.counts().hits > 0);
    CHECK(periods.counts().clusters > 1);
    CHECK(periods.counts().clusters < result.files);
}

TEST_CASE("the first run of a plan is the run that the scenario itself makes") {
    auto request = sequential_sends(distribution::exponential(100e6), 3s);
    request.values = {25};
    request.samples = 1;
    const auto counts = make_plan(request, real_world()).at(25).counts;
    const auto result = pipeline::run(request.scenario);
    CHECK(counts.runs == 1);
    CHECK(counts.duplicates == result.duplicates);
    CHECK(counts.timeouts == result.timeouts);
    CHECK(counts.cost == result.cost.total());
}

TEST_CASE("a plan of the real pipeline is the same bytes on any number of threads") {
    auto request = sequential_sends(distribution::exponential(100e6), 3s);
    request.samples = 3'000;
    request.max_timeout_probability = 1e-2;
    request.threads = 1;
    const auto one = plan_json(make_plan(request, real_world()));
    request.threads = 3;
    CHECK(plan_json(make_plan(request, real_world())) == one);
}
