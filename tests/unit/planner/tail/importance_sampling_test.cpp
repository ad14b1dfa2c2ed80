#include "planner/tail/importance_sampling.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

#include "planner/exact/attempt_model.hpp"
#include "planner/plan.hpp"
#include "support/closed_forms.hpp"

using namespace sendlab;
using namespace sendlab::planner;
using namespace std::chrono_literals;
using test::pool_tail;

namespace {

constexpr int sample_trials = 200;
/// As in estimate_test.cpp: nominal 95 %, less two standard deviations of a series so long.
constexpr double fair_share = 0.92;

pipeline::settings sends(std::uint32_t places, const distribution& latency_ns, double limit_ms) {
    pipeline::settings s;
    s.lambda.handler.max_in_flight = places;
    s.lambda.handler.model =
        places == 1 ? pipeline::handler_model::sequential : pipeline::handler_model::parallel;
    s.lambda.function.timeout = duration{static_cast<duration::rep>(limit_ms * 1e6)};
    s.lambda.function.memory_mb = 1'769;
    s.ses.send_latency = latency{latency_ns};
    return s;
}

distribution lognormal(double p50_ms, double sigma) {
    return distribution::lognormal(std::log(p50_ms * 1e6), sigma);
}

std::vector<double> only(std::uint32_t emails) {
    std::vector<double> sizes(emails);
    sizes.back() = 1;
    return sizes;
}

double exactly(const pipeline::settings& s, std::uint32_t emails) {
    const exact::timeout_curve curve{exact::model_of(s).attempt.value(), emails, 1};
    REQUIRE(curve.largest() == emails);
    return curve.times_out(emails, exact::environment::ready).value;
}

struct series {
    double coverage = 0;
    double mean = 0;
    double relative_error = 0;
};

/// Of short samples, whose intervals lie well apart.
series try_often(const pipeline::settings& s, std::uint32_t emails, double truth) {
    const auto sizes = only(emails);
    const tail::tilt_scheme scheme{s, {sizes}};
    CHECK(truth <= scheme.bound());
    series out;
    for (std::uint64_t seed = 1; seed <= sample_trials; ++seed) {
        const auto found =
            tail::sample_timeouts(scheme, seed, {.relative_error = 0.15, .fewest_attempts = 512});
        REQUIRE(found);
        const auto bounds = found->bounds(0.95);
        out.coverage += (bounds.low <= truth && truth <= bounds.high) / double{sample_trials};
        out.mean += found->value / sample_trials;
        out.relative_error += found->relative_error / sample_trials;
    }
    return out;
}

void check_covers(const pipeline::settings& s, std::uint32_t emails, double truth) {
    const auto found = try_often(s, emails, truth);
    CAPTURE(emails, truth, found.coverage, found.mean / truth, found.relative_error);
    CHECK(found.coverage >= fair_share);
    CHECK(found.mean == Approx(truth).epsilon(5 * found.relative_error / std::sqrt(sample_trials)));
}

} // namespace

TEST_CASE("sampled intervals cover the truth of a pool of sends of exponential time") {
    const double limit = GENERATE(14.0, 19.0, 23.5); // in mean sends; about 1e-4, 1e-6, 1e-8
    const auto s = sends(5, distribution::exponential(50e6), limit * 50);
    const double truth = pool_tail(20, 5, limit);
    CHECK(truth > 1e-9);
    CHECK(truth < 1e-3);
    check_covers(s, 20, truth);
}

TEST_CASE("sampled intervals cover the truth of sums of lognormal latencies") {
    const auto emails = GENERATE(21U, 17U, 13U); // 5e-5, 5e-7, 1e-8
    const auto s = sends(1, lognormal(80, 0.5), 3'000);
    check_covers(s, emails, exactly(s, emails));
}

TEST_CASE("sampled intervals cover the truth of sums with a heavy tail") {
    const double limit = GENERATE(4'500.0, 9'500.0, 18'000.0);
    const auto s = sends(1, lognormal(80, 1), limit);
    check_covers(s, 10, exactly(s, 10));
}

TEST_CASE("sampled intervals cover the truth where latencies of an attempt go together") {
    const double limit = GENERATE(800.0, 1'300.0, 2'000.0);
    auto s = sends(50, lognormal(80, 0.5), limit);
    s.ses.correlation = 0.3;
    check_covers(s, 20, exactly(s, 20));
}

TEST_CASE("sampled intervals cover the truth where a mode of latencies is slow") {
    const double limit = GENERATE(2'000.0, 3'100.0);
    const auto slow = distribution::mixture({{0.98, lognormal(80, 0.3)}, {0.02, lognormal(600, 0.3)}});
    const auto s = sends(50, slow, limit);
    check_covers(s, 6, exactly(s, 6));
}

TEST_CASE("what a sample comes to depends on its seed, not on threads") {
    const auto s = sends(5, lognormal(80, 0.5), 1'600);
    const auto sizes = only(40);
    const tail::tilt_scheme scheme{s, {sizes}};
    const auto one = tail::sample_timeouts(scheme, 1, {.threads = 1});
    const auto two = tail::sample_timeouts(scheme, 1, {.threads = 2});
    const auto other = tail::sample_timeouts(scheme, 2, {.threads = 2});
    REQUIRE((one && two && other));
    CHECK(one->value == two->value);
    CHECK(one->relative_error == two->relative_error);
    CHECK(one->value != other->value);
}

TEST_CASE("an interval at p = 1e-6 takes thousands of attempts, where counting takes millions") {
    const auto s = sends(5, distribution::exponential(50e6), 19.0 * 50);
    const auto sizes = only(20);
    const auto found = tail::sample_timeouts(tail::tilt_scheme{s, {sizes}}, 1);
    REQUIRE(found);
    CHECK(found->relative_error <= 0.05);
    CHECK(found->played <= 65'536);
    CHECK(found->effective_n() > 1e8);
}

TEST_CASE("what cannot be told apart from 0 is bounded") {
    const auto s = sends(5, lognormal(80, 0.2), 60'000);
    const auto sizes = only(10);
    const auto found = tail::sample_timeouts(tail::tilt_scheme{s, {sizes}}, 1);
    REQUIRE(found);
    CHECK(found->value == 0);
    CHECK(found->bounds(0.95) == interval{0, 1e-12});
}

TEST_CASE("too few time-outs, or too unlike ones, are not trusted") {
    const auto s = sends(5, lognormal(80, 0.5), 1'600);
    const auto sizes = only(40);
    const tail::tilt_scheme scheme{s, {sizes}};
    CHECK_FALSE(tail::sample_timeouts(scheme, 1, {.fewest_attempts = 256, .most_attempts = 256}));
}

TEST_CASE("a plan samples by itself where sends wait for places, and says so") {
    plan_request request;
    request.scenario = sends(5, lognormal(80, 0.5), 1'600);
    request.scenario.application.emails_per_request = distribution::constant(400);
    request.scenario.length = 60s;
    request.values = {5, 30, 40};
    request.max_timeout_probability = 1e-5;
    request.samples = 2'000;
    request.threads = 2;
    sweep_world world;
    world.run = pipeline::run;
    const auto planned = make_plan(request, world);
    CHECK(planned.at(5).timeout_probability.method == estimator::exact);
    for (const std::uint32_t n : {30U, 40U}) {
        const auto& p = planned.at(n).timeout_probability;
        CHECK(p.method == estimator::sampled);
        CHECK(p.played > 0);
        CHECK(p.effective_n > 1e6);
        CHECK(planned.at(n).judged.target == verdict::kept);
    }
}

TEST_CASE("a target inside of what sampling leaves open is not counted for, once shares are known") {
    plan_request request;
    request.scenario = sends(5, lognormal(80, 0.5), 1'600);
    request.scenario.lambda.handler.cpu_start = 5ms;
    request.scenario.application.emails_per_request = distribution::constant(400);
    request.scenario.length = 60s;
    request.values = {40};
    request.threads = 2;
    sweep_world world;
    world.run = pipeline::run;
    const auto sizes = only(40);
    request.max_timeout_probability =
        tail::sample_timeouts(tail::tilt_scheme{request.scenario, {sizes}}, 1, {.relative_error = 0.01})
            .value()
            .value;
    const auto planned = make_plan(request, world);
    const auto& value = planned.at(40);
    CHECK(value.timeout_probability.method == estimator::sampled_by_share);
    CHECK(value.judged.target == verdict::undecided);
    CHECK(value.counts.runs >= fewest_runs_of_a_share);
    CHECK(value.counts.first_attempts.trials < request.samples / 10);
    // What further runs cannot change is not far from the bounds.
    CHECK(value.timeout_probability.at_least.low < value.timeout_probability.value());
    CHECK(value.timeout_probability.at_least.high > value.timeout_probability.value());
    CHECK(value.timeout_probability.bounds.high < 1.06 * value.timeout_probability.value());
}
