// Recommendations from measurements, over many sets of measurements of which the truth is known.
#include "planner/measured/input_uncertainty.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

#include "base/random_source.hpp"
#include "planner/measured/calibration.hpp"
#include "planner/measured/inputs_text.hpp"
#include "planner/measured/pareto_tail.hpp"
#include "planner/measured/plausible_laws.hpp"
#include "planner/plan.hpp"
#include "planner/prediction.hpp"

using namespace sendlab;
using namespace sendlab::planner;
using namespace std::chrono_literals;

namespace {

constexpr double allowed = 1e-3;
constexpr std::uint32_t most_emails = 27;

/// Nothing but the sends takes time.
pipeline::settings with_sends(const latency& sends) {
    pipeline::settings s;
    s.length = 1min;
    s.application.emails_per_request = distribution::constant(720);
    s.lambda.function.timeout = 3s;
    s.lambda.function.memory_mb = 1769;
    s.lambda.handler.model = pipeline::handler_model::sequential;
    s.lambda.handler.max_in_flight = 1;
    s.ses.send_latency = sends;
    return s;
}

/// What a scenario holds after `sendlab calibrate`.
latency measured(const distribution& milliseconds, std::size_t n, std::uint32_t set) {
    const auto chance = random_source{11}.stream("measurements");
    measured_log log;
    for (std::size_t i = 0; i < n; ++i)
        log.latency.values.push_back(milliseconds.quantile(chance.uniform(i, set)));
    const auto found = calibrate(log).front();
    measurement from{.n = n, .largest = found.largest * 1e6};
    for (const auto& fit : found.fits) {
        if (fit.fits)
            from.fits.push_back({std::string{to_string(fit.family)},
                                 fit.family == law::lognormal
                                     ? distribution::lognormal(fit.first + std::log(1e6), fit.second)
                                     : fit.distribution_of().scaled(1e6),
                                 fit.log_likelihood});
    }
    const auto* law = found.chosen();
    const auto in_use = law ? from.fits.front().law : distribution::empirical(found.sorted).scaled(1e6);
    return latency{in_use}.measured_as(from);
}

double probability(const exact::forecast& known, std::uint32_t n) {
    value_result of;
    of.emails_per_file = n;
    return known.timeout_probability(of, sure).value();
}

struct score {
    unsigned sets = 0;
    unsigned covered = 0;      // upper limits at or above the truth, at the value asked about
    unsigned safe = 0;         // recommendations that keep the target
    unsigned plug_in_safe = 0; // the same, of the fitted law as if it were the truth
    std::vector<std::uint32_t> recommended{};

    [[nodiscard]] double share(unsigned count) const { return static_cast<double>(count) / sets; }
    [[nodiscard]] std::uint32_t median() {
        std::ranges::sort(recommended);
        return recommended[recommended.size() / 2];
    }
};

/// Over so many sets of n measurements each, all of the same law.
score try_out(const distribution& milliseconds, std::size_t n, unsigned sets, std::uint32_t asked) {
    const exact::forecast truth{with_sends(latency{milliseconds.scaled(1e6)}), most_emails, 1};
    score out{.sets = sets};
    for (unsigned set = 0; set < sets; ++set) {
        const auto scenario = with_sends(measured(milliseconds, n, set));
        const prediction known{scenario, most_emails, 1e-3, 1};
        std::uint32_t safe = 0, plug_in = 0;
        for (value_result of; of.emails_per_file < most_emails;) {
            ++of.emails_per_file;
            const auto bounds = known.timeout_probability(of, sure).bounds;
            if (of.emails_per_file == asked)
                out.covered += bounds.high >= probability(truth, asked);
            if (bounds.high <= allowed)
                safe = of.emails_per_file;
            if (probability(known.as_stated(), of.emails_per_file) <= allowed)
                plug_in = of.emails_per_file;
        }
        out.safe += safe == 0 || probability(truth, safe) <= allowed;
        out.plug_in_safe += plug_in == 0 || probability(truth, plug_in) <= allowed;
        out.recommended.push_back(safe);
    }
    return out;
}

} // namespace

TEST_CASE("of a hundred lognormal latencies, 95 in 100 recommendations keep the target; those of the fitted "
          "law alone do not") {
    auto found = try_out(distribution::lognormal(std::log(80), 0.5), 100, 120, 20);
    CAPTURE(found.share(found.covered), found.share(found.safe), found.share(found.plug_in_safe),
            found.median());
    CHECK(found.share(found.covered) >= 0.93);
    CHECK(found.share(found.safe) >= 0.95);
    CHECK(found.share(found.plug_in_safe) < 0.7);
    CHECK(found.median() >= 19); // 23 is the truth
}

TEST_CASE("a thousand latencies buy larger recommendations than a hundred, as safe as those") {
    auto found = try_out(distribution::lognormal(std::log(80), 0.5), 1000, 50, 21);
    CHECK(found.share(found.covered) >= 0.93);
    CHECK(found.share(found.safe) >= 0.95);
    CHECK(found.median() >= 22);
}

TEST_CASE("recommendations from gamma and Weibull latencies keep the target too") {
    for (const auto& law : {distribution::gamma(4, 22), distribution::weibull(1.6, 95)}) {
        auto found = try_out(law, 150, 50, 20);
        CHECK(found.share(found.covered) >= 0.93);
        CHECK(found.share(found.safe) >= 0.95);
    }
}

TEST_CASE("measurements that no law fits are bounded by other samples and a Pareto tail") {
    const auto law = distribution::mixture({{0.75, distribution::lognormal(std::log(60), 0.2)},
                                            {0.25, distribution::lognormal(std::log(180), 0.25)}});
    auto found = try_out(law, 600, 20, 22);
    CHECK(found.share(found.covered) >= 0.93);
    CHECK(found.share(found.safe) >= 0.95);
}

TEST_CASE("too few measurements for a law or a tail decide nothing: the verdict is undecided") {
    // By what was seen no send takes longer than 850 ms; in truth one in 2,500 takes longer than the limit.
    const auto law = distribution::pareto(2, 60);
    plan_request request;
    request.scenario = with_sends(measured(law, 100, 1));
    REQUIRE(request.scenario.ses.send_latency.measured()->fits.empty());
    request.values = {1, 5};
    request.max_timeout_probability = allowed;
    sweep_world world;
    world.run = pipeline::run;
    const auto planned = make_plan(request, world);
    CHECK(planned.advice.what == outcome::undecided);
    CHECK_FALSE(planned.advice.largest_safe);
    for (const std::uint32_t n : {1U, 5U}) {
        const auto& value = planned.at(n);
        CHECK(value.timeout_probability.value() < allowed);
        CHECK(value.timeout_probability.bounds.high >
              probability({with_sends(latency{law.scaled(1e6)}), n, 1}, n));
        CHECK(value.inputs->unseen == Approx(n * (1 - std::pow(0.025, 0.01))));
    }
    CHECK(inputs_text(planned).find("fewer than 200 values") != std::string::npos);
}

TEST_CASE("what lies mostly beyond the largest measurement is undecided, though a tail was fitted") {
    const auto law = distribution::pareto(3, 60);
    plan_request request;
    request.scenario = with_sends(measured(law, 400, 2));
    REQUIRE(request.scenario.ses.send_latency.measured()->fits.empty());
    request.values = {1};
    sweep_world world;
    world.run = pipeline::run;
    const auto stated = make_plan(request, world).at(1);
    REQUIRE(stated.inputs);
    CHECK(stated.inputs->beyond_largest > 0.9);
    CHECK(stated.inputs->out_of_reach);
    CHECK(stated.inputs->unseen == 0);
    request.max_timeout_probability = 3 * stated.inputs->value;
    const auto planned = make_plan(request, world);
    CHECK(planned.advice.what == outcome::undecided);
    CHECK(planned.at(1).judged.target == verdict::undecided);
}

TEST_CASE("what nobody measured has no bounds of its own") {
    const prediction known{with_sends(latency{distribution::lognormal(std::log(80e6), 0.5)}), 25, 1e-3, 1};
    value_result of;
    of.emails_per_file = 20;
    CHECK_FALSE(known.over_inputs(of));
    CHECK(known.uncertainty().empty());
}

TEST_CASE("a few values without a law say nothing of what lies far beyond them, and the limit shows it") {
    const auto two_humps = distribution::mixture({{0.75, distribution::lognormal(std::log(60), 0.2)},
                                                  {0.25, distribution::lognormal(std::log(180), 0.25)}});
    const prediction known{with_sends(measured(two_humps, 250, 1)), 24, 1e-3, 1};
    value_result of;
    of.emails_per_file = 24;
    const auto open = known.over_inputs(of).value();
    CHECK(open.value > 0);
    CHECK(open.high >= open.value);
    CHECK(open.low <= open.value);
    CHECK(open.beyond_largest >= 0);
    of.emails_per_file = 16;
    const auto far = known.over_inputs(of).value();
    CHECK(far.beyond_largest > open.beyond_largest);
    CHECK(far.out_of_reach);
}

TEST_CASE("a correlation that was measured and is not in the scenario is told") {
    auto from = measurement{.n = 1000, .invocations = 100, .correlation = 0.36, .largest = 343e6};
    const auto law = distribution::lognormal(std::log(60e6), 0.5);
    from.fits.push_back({"lognormal", law, -1});
    auto scenario = with_sends(latency{law}.measured_as(from));
    CHECK(prediction(scenario, 10, 1e-3, 1).uncertainty().contradiction() ==
          "the measurements share 36 % of their log-variance inside an invocation, the scenario says 0 %");
    scenario.ses.correlation = 0.36;
    const prediction told{scenario, 10, 1e-3, 1};
    CHECK(told.uncertainty().contradiction().empty());
    REQUIRE(told.uncertainty().inputs().size() == 2);
    CHECK(told.uncertainty().inputs()[0].effective_n == Approx(1000 / (1 + 9 * 0.36)));
    CHECK(told.uncertainty().inputs()[1].key == "ses.correlation");
}

TEST_CASE("a generalized Pareto tail is found again from its own quantiles") {
    const measurement::tail truth{.from = 0, .share = 1, .shape = 0.25, .scale = 20};
    std::vector<double> sorted(9'000, 1e-9);
    for (double u = 0.5e-3; u < 1; u += 1e-3)
        sorted.push_back(truth.scale / truth.shape * (std::pow(1 - u, -truth.shape) - 1));
    const auto found = fit_tail(sorted).value();
    CHECK(found.share == Approx(0.1));
    CHECK(found.shape == Approx(0.25).margin(0.02));
    CHECK(found.scale == Approx(20).epsilon(0.02));
    CHECK(above(found, 100) == Approx(0.1 * std::pow(1 + 0.25 * 5, -4)).epsilon(0.1));
    const auto tailed = with_tail(distribution::constant(0), found);
    CHECK(tailed.above(100) == Approx(above(found, 100)).epsilon(0.01));
    CHECK(capped(tailed, 100).above(100) == 0);
    CHECK(capped(tailed, 100).above(50) == Approx(tailed.above(50)).epsilon(0.01));
    CHECK_FALSE(fit_tail(std::vector<double>(100, 1)));
    CHECK_FALSE(fit_tail(std::vector<double>(1000, 1)));
}
