#include "planner/exact/timeout_curve.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "support/closed_forms.hpp"

using namespace sendlab;
using namespace sendlab::planner::exact;
using test::erlang_tail;

namespace {

attempt_model sequential(const distribution& send, double limit_ns = 3e9) {
    attempt_model model;
    model.limit = limit_ns;
    model.send = model.accepted = send_law{0, {send}};
    return model;
}

attempt_model parallel(const distribution& send, double limit_ns) {
    auto model = sequential(send, limit_ns);
    model.max_in_flight = 50;
    return model;
}

double ready(const timeout_curve& curve, std::uint32_t n) {
    return curve.times_out(n, environment::ready).value;
}

/// lognormal, p50 80 ms, sigma 0.5
distribution usual() {
    return distribution::lognormal(std::log(80e6), 0.5);
}

} // namespace

TEST_CASE("sums of exponential latencies have Erlang tails, to 1e-4 of each from 1e-8 on") {
    const timeout_curve curve{sequential(distribution::exponential(100e6)), 60, 1};
    for (unsigned n = 6; n <= 60; ++n) {
        CAPTURE(n);
        const auto p = curve.times_out(n, environment::ready);
        CHECK(p.value == Approx(erlang_tail(n, 30)).epsilon(1e-4));
        CHECK(std::abs(p.value - erlang_tail(n, 30)) <= p.error + 1e-13);
    }
}

TEST_CASE("a fetch of exponential latency is one more term of an Erlang sum") {
    auto model = sequential(distribution::exponential(100e6));
    model.fetch = distribution::exponential(100e6);
    const timeout_curve curve{model, 30, 1};
    CHECK(ready(curve, 10) == Approx(erlang_tail(11, 30)).epsilon(1e-4));
    CHECK(ready(curve, 29) == Approx(erlang_tail(30, 30)).epsilon(1e-4));
}

TEST_CASE("CPU, start-up and Init take their share of the limit") {
    auto model = sequential(distribution::exponential(100e6), 3e9);
    model.cpu_per_email = 10e6;
    model.start_work = 500e6;
    model.init = distribution::constant(250e6);
    const timeout_curve curve{model, 20, 1};
    CHECK(ready(curve, 12) == Approx(erlang_tail(12, 30 - 1.2)).epsilon(1e-4));
    CHECK(curve.times_out(12, environment::fresh).value == Approx(erlang_tail(12, 25 - 1.2)).epsilon(1e-4));
    CHECK(curve.times_out(12, environment::reset).value == Approx(erlang_tail(12, 22.5 - 1.2)).epsilon(1e-4));
}

TEST_CASE("sums of lognormal latencies are known from other implementations of the same convolution") {
    const timeout_curve curve{sequential(usual()), 36, 1};
    CHECK(ready(curve, 25) == Approx(0.00386).epsilon(2e-3));
    CHECK(ready(curve, 18) == Approx(1.2e-6).epsilon(1e-2));
    CHECK(ready(curve, 12) == Approx(1.8e-9).epsilon(1e-2));
    CHECK(ready(curve, 36) == Approx(0.818).epsilon(1e-3));
}

TEST_CASE("latencies that go together inside an attempt raise the tail, and keep the mean in its place") {
    auto model = sequential(usual());
    const timeout_curve apart{model, 25, 1};
    model.correlation = 0.1;
    const timeout_curve together{model, 25, 2};
    CHECK(ready(together, 17) / ready(apart, 17) == Approx(870).epsilon(0.01));
    CHECK(ready(together, 25) / ready(apart, 25) == Approx(14.4).epsilon(0.01));
    model.correlation = 0.999; // nearly one latency for all sends
    CHECK(ready(timeout_curve{model, 3, 2}, 3) == Approx(usual().above(1e9)).epsilon(0.1));
}

TEST_CASE("sends at once with a constant fetch: the largest of n latencies, an order statistic") {
    const timeout_curve curve{parallel(usual(), 5e8), 50, 1};
    const double one = usual().above(5e8);
    for (const unsigned n : {1U, 7U, 50U}) {
        CAPTURE(n);
        CHECK(ready(curve, n) == Approx(-std::expm1(n * std::log1p(-one))).epsilon(1e-12));
    }
}

TEST_CASE("sends at once wait for one CPU") {
    auto model = parallel(distribution::exponential(100e6), 3e9);
    model.cpu_per_email = 100e6;
    const timeout_curve curve{model, 3, 1};
    const double in_time = (1 - std::exp(-29)) * (1 - std::exp(-28)) * (1 - std::exp(-27));
    CHECK(ready(curve, 3) == Approx(1 - in_time).epsilon(1e-4));
    CHECK(curve.not_accepted(3).value == Approx(std::exp(-27)).epsilon(1e-9));
}

TEST_CASE("sends at once after a fetch that takes its time: an average over the fetch") {
    auto model = parallel(distribution::exponential(50e6), 1e9);
    model.fetch = distribution::exponential(100e6);
    // P(F + max of 2 > t) with rates 10/s and 20/s: 1 - (1 - e^-20s)^2 under the density of F
    const timeout_curve curve{model, 2, 1};
    const double t = 1;
    const auto expected_of = [&](double rate) { // E[e^(-rate (t - F)); F < t], F of rate 10
        return 10 / (rate - 10) * (std::exp(-10 * t) - std::exp(-rate * t));
    };
    CHECK(ready(curve, 2) == Approx(std::exp(-10 * t) + 2 * expected_of(20) - expected_of(40)).epsilon(1e-4));
}

TEST_CASE("sends at once after a fetch, whatever CPU they take: as by adding up over the fetch's density") {
    const double cpu = GENERATE(0.0, 0.3e6, 2e6, 36e6); // aligned with the lattice, and finer than it
    const double part_of_file = GENERATE(0.0, 1e6);     // of the fetch, an e-mail
    auto model = parallel(distribution::exponential(50e6), 1e9);
    model.fetch = distribution::exponential(100e6);
    model.fetch_per_email = part_of_file;
    model.cpu_per_email = cpu;
    model.start_work = 200e6;
    const std::uint32_t n = 8;
    const timeout_curve curve{model, n, 1};
    for (const auto& [found, limit] : {std::pair{environment::ready, 1e9}, {environment::fresh, 8e8}}) {
        const double left = limit - n * part_of_file;
        double expected = std::exp(-left / 1e8);
        const int parts = 50'000;
        for (int i = 0; i < parts; ++i) {
            const double fetch = left * (i + 0.5) / parts;
            double in_time = 1;
            for (std::uint32_t j = 1; j <= n; ++j)
                in_time *= -std::expm1(-std::max(0.0, left - fetch - j * cpu) / 5e7);
            expected += left / parts / 1e8 * std::exp(-fetch / 1e8) * (1 - in_time);
        }
        CAPTURE(cpu, part_of_file, limit);
        const auto p = curve.times_out(n, found);
        CHECK(p.value == Approx(expected).epsilon(1e-4));
        CHECK(std::abs(p.value - expected) <= p.error + 1e-6 * expected);
    }
}

TEST_CASE("no figure is given where a limit of sends in flight holds sends up") {
    CHECK(timeout_curve{parallel(usual(), 3e9), 80, 1}.largest() == 50);
    auto model = parallel(usual(), 30e9);
    model.cpu_per_email = 36e6; // rarely more than a few on their way
    CHECK(timeout_curve{model, 80, 1}.largest() == 80);
}

TEST_CASE("constant latencies are counted on fingers") {
    const timeout_curve curve{sequential(distribution::constant(100e6), 1e9), 20, 1};
    CHECK(ready(curve, 10) == 0);
    CHECK(ready(curve, 11) == 1);
    CHECK(curve.not_accepted(10).value == 0);
    CHECK(curve.not_accepted(11).value == 1);
    auto model = sequential(distribution::constant(100e6), 1e9);
    model.fetch = distribution::exponential(100e6);
    CHECK(ready(timeout_curve{model, 20, 1}, 5) == Approx(std::exp(-5)));
}

TEST_CASE("where the whole limit is spent before the first send every attempt times out") {
    const timeout_curve curve{sequential(usual(), -1), 3, 1};
    CHECK(ready(curve, 1) == 1);
    CHECK(curve.not_accepted(1).value == 1);
}

TEST_CASE("an e-mail that is accepted half-way through its send is missed less often") {
    auto model = sequential(distribution::exponential(100e6));
    model.accepted = send_law{0, {distribution::exponential(50e6)}};
    const timeout_curve curve{model, 25, 1};
    // P(Erlang(24, 10/s) + Exp(20/s) > 3 s), by conditioning on the last: sum over the Poisson count before t - x
    double expected = std::exp(-60);
    const int steps = 20'000;
    for (int i = 0; i < steps; ++i) {
        const double x = 3 * (i + 0.5) / steps;
        expected += 3.0 / steps * 20 * std::exp(-20 * x) * erlang_tail(24, 10 * (3 - x));
    }
    CHECK(curve.not_accepted(25).value == Approx(expected).epsilon(1e-4));
    CHECK(curve.not_accepted(25).value < ready(curve, 25));
}
