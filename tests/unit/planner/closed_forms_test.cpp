// Where mathematics knows the answer: what is computed, what is sampled and what the whole pipeline does have to meet it,
// and so one another.
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "pipeline/world.hpp"
#include "planner/plan.hpp"
#include "planner/tail/importance_sampling.hpp"
#include "support/closed_forms.hpp"
#include "support/scenarios.hpp"

using namespace sendlab;
using namespace sendlab::planner;
using namespace std::chrono_literals;

namespace {

constexpr double one_in_ten_thousand = 0.9999;

void check_in(const interval& bounds, double truth) {
    CAPTURE(bounds.low, bounds.high, truth);
    CHECK(bounds.low <= truth);
    CHECK(truth <= bounds.high);
}

void check_counted(std::uint64_t hits, std::uint64_t n, double truth) {
    check_in(clopper_pearson(hits, n, one_in_ten_thousand), truth);
}

pipeline::settings at_once(pipeline::settings s, std::uint32_t places) {
    s.lambda.handler.model = pipeline::handler_model::parallel;
    s.lambda.handler.max_in_flight = places;
    return s;
}

interval sampled_bounds(const pipeline::settings& s, std::uint32_t emails) {
    std::vector<double> sizes(emails);
    sizes.back() = 1;
    const auto found = tail::sample_timeouts(tail::tilt_scheme{s, {sizes}}, s.seed);
    REQUIRE(found);
    return found->bounds(one_in_ten_thousand);
}

/// From acceptance by Lambda to the first attempt, in seconds.
class waits final : public pipeline::journal_sink {
public:
    std::vector<double> seconds;

    void write(const pipeline::journal_event& event) override {
        if (event.kind == pipeline::event_kind::accepted_by_lambda)
            accepted_[event.subject] = event.at;
        else if (event.kind == pipeline::event_kind::attempt_started)
            seconds.push_back(std::chrono::duration<double>(event.at - accepted_.at(event.subject)).count());
    }
    [[nodiscard]] double share_above(double limit) const {
        return static_cast<double>(std::ranges::count_if(seconds, [&](double w) { return w > limit; })) /
               static_cast<double>(seconds.size());
    }
    [[nodiscard]] double mean() const {
        double sum = 0;
        for (const double w : seconds)
            sum += w;
        return sum / static_cast<double>(seconds.size());
    }

private:
    std::map<std::uint64_t, time_point> accepted_;
};

/// Erlang's C: P(an arrival waits) for c servers offered a load of `a`.
double erlang_c(unsigned c, double a) {
    double term = 1, below = 0;
    for (unsigned k = 0; k < c; term *= a / ++k)
        below += term;
    const double all_busy = term * c / (c - a);
    return all_busy / (below + all_busy);
}

} // namespace

TEST_CASE("copies of an e-mail that is accepted at once: as many as attempts, each after a time-out") {
    auto s = test::many_files(20'000, 1, latency{distribution::exponential(100e6)});
    s.lambda.function.timeout = 150ms;
    s.ses.accepted_at = 0;
    const double p = std::exp(-1.5);
    const auto r = pipeline::run(s);
    const auto thrice = r.duplicates - r.recipients_hit_twice;
    check_counted(r.recipients_hit_twice, r.emails, p);
    check_counted(thrice, r.emails, p * p);
    CHECK(r.most_copies == 3);
    CHECK(r.attempts == r.files + r.duplicates);

    const auto expected = exact::forecast{s, 1, 1}.retries(1).value();
    CHECK(expected.duplicates_per_million == Approx(1e6 * (p + p * p)).epsilon(1e-4));
    CHECK(expected.lost_per_million == 0);
}

TEST_CASE("an e-mail that is accepted at the end of its send is lost when all attempts time out") {
    auto s = test::many_files(20'000, 1, latency{distribution::exponential(100e6)});
    s.lambda.function.timeout = 100ms;
    s.lambda.function.maximum_retry_attempts = GENERATE(0U, 1U, 2U);
    const auto attempts = static_cast<int>(s.lambda.function.maximum_retry_attempts) + 1;
    const auto r = pipeline::run(s);
    check_counted(r.lost, r.emails, std::pow(std::exp(-1), attempts));
    CHECK(r.duplicates == 0);
    const auto expected = exact::forecast{s, 1, 1}.retries(1).value();
    CHECK(expected.lost_per_million == Approx(1e6 * std::pow(std::exp(-1), attempts)).epsilon(1e-4));
    CHECK(expected.duplicates_per_million == Approx(0).margin(1e-4 * 1e6));
}

TEST_CASE("constant latencies through m places go in rounds of m") {
    const auto places = GENERATE(1U, 3U, 5U);
    for (const std::uint32_t emails : {1U, 3U, 4U, 15U, 16U}) {
        CAPTURE(places, emails);
        auto s = at_once(test::many_files(10, emails, latency{200ms}), places);
        s.lambda.function.timeout = 1min;
        const auto r = pipeline::run(s);
        CHECK(r.attempt_duration.p50 == (emails + places - 1) / places * 200ms);
        CHECK(r.attempt_duration.max == r.attempt_duration.p50);
    }
    plan_request request;
    request.scenario = at_once(test::one_file(1, 200ms), places);
    request.scenario.application.requests = pipeline::fixed_arrivals{1s};
    request.scenario.application.emails_per_request = distribution::constant(200);
    request.scenario.length = 1min;
    request.scenario.lambda.function.timeout = 1050ms; // five rounds
    request.max_timeout_probability = 1e-2;
    sweep_world world;
    world.run = pipeline::run;
    CHECK(make_plan(request, world).advice.largest_safe == 5 * places);
}

TEST_CASE("the largest of n exponential times: computed, sampled and counted") {
    const std::uint32_t n = 12;
    const double limit = 7.5; // in mean sends
    const double truth = -std::expm1(n * std::log1p(-std::exp(-limit)));
    auto s = at_once(test::many_files(20'000, n, latency{distribution::exponential(100e6)}), 50);
    s.lambda.function.timeout = 750ms;
    const exact::timeout_curve curve{exact::model_of(s).attempt.value(), n, 1};
    CHECK(curve.times_out(n, exact::environment::ready).value == Approx(truth).epsilon(1e-6));
    check_in(sampled_bounds(s, n), truth);
    const auto r = pipeline::run(s);
    check_counted(r.first_attempt_timeouts, r.first_attempts, truth);
}

TEST_CASE("n exponential times through fewer places: sampled and counted") {
    const std::uint32_t n = 20, places = 5;
    auto s = at_once(test::many_files(20'000, n, latency{distribution::exponential(100e6)}), places);
    s.lambda.function.timeout = 1'000ms;
    const double truth = test::pool_tail(n, places, 10);
    CHECK(truth > 1e-3);
    check_in(sampled_bounds(s, n), truth);
    const auto r = pipeline::run(s);
    check_counted(r.first_attempt_timeouts, r.first_attempts, truth);
}

TEST_CASE("files that wait for concurrency wait as in M/M/c") {
    const unsigned servers = 4;
    const double load = 2.8, service = 1; // mean, in seconds
    auto s = test::one_file(1, 0ms);
    s.application.requests = pipeline::poisson_arrivals{load / service};
    s.length = 10h;
    s.ses.send_latency = latency{distribution::exponential(1e9 * service)};
    s.lambda.function.timeout = 15min;
    s.lambda.function.on_throttle = lambda::throttle_policy::queue;
    s.lambda.account.concurrency = servers;
    waits seen;
    pipeline::run_options options;
    options.journal = &seen;
    options.whole_attempts = GENERATE(false, true);
    const auto r = pipeline::run(s, options);
    REQUIRE(seen.seconds.size() == r.files);
    const double waiting = erlang_c(servers, load);
    CHECK(erlang_c(1, 0.7) == Approx(0.7)); // M/M/1
    // A hundred thousand files, whose waits go together for some ten seconds.
    CHECK(seen.share_above(0) == Approx(waiting).epsilon(0.03));
    CHECK(seen.mean() == Approx(waiting * service / (servers - load)).epsilon(0.06));
    CHECK(seen.share_above(2) == Approx(waiting * std::exp(-2 * (servers - load))).epsilon(0.12));
}
