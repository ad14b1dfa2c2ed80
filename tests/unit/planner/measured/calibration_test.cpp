#include "planner/measured/calibration.hpp"

#include <cmath>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/random_source.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

measurements sample_of(const distribution& law, std::size_t n, std::uint64_t seed = 1) {
    const auto stream = random_source{seed}.stream("test");
    measurements out;
    for (std::size_t i = 0; i < n; ++i)
        out.values.push_back(law.quantile(stream.uniform(i)));
    return out;
}

calibration calibration_of(measurements values) {
    measured_log log;
    log.latency = std::move(values);
    return calibrate(log).at(0);
}

bool warns(const calibration& c, const std::string& word) {
    for (const auto& warning : c.warnings) {
        if (warning.starts_with(word))
            return true;
    }
    return false;
}

} // namespace

TEST_CASE("a law is found again from 5,000 of its values") {
    const auto found_in = [](const distribution& law) { return calibration_of(sample_of(law, 5'000)); };
    const auto lognormal = found_in(distribution::lognormal(4, 0.5));
    REQUIRE(lognormal.chosen());
    CHECK(lognormal.chosen()->family == law::lognormal);
    CHECK(lognormal.chosen()->first == Approx(4).epsilon(0.01));
    CHECK(lognormal.chosen()->second == Approx(0.5).epsilon(0.03));

    const auto gamma = found_in(distribution::gamma(2, 30));
    REQUIRE(gamma.chosen());
    CHECK(gamma.chosen()->family == law::gamma);
    CHECK(gamma.chosen()->first == Approx(2).epsilon(0.05));
    CHECK(gamma.chosen()->second == Approx(30).epsilon(0.05));

    const auto weibull = found_in(distribution::weibull(0.8, 60));
    REQUIRE(weibull.chosen());
    CHECK(weibull.chosen()->family == law::weibull);
    CHECK(weibull.chosen()->first == Approx(0.8).epsilon(0.03));
    CHECK(weibull.chosen()->second == Approx(60).epsilon(0.05));
}

TEST_CASE("at most one of ten samples of a law is said not to fit it") {
    int refused = 0;
    for (std::uint64_t seed = 0; seed < 200; ++seed)
        refused += calibration_of(sample_of(distribution::lognormal(4, 0.5), 300, seed)).chosen() == nullptr;
    CHECK(refused <= 20);
}

TEST_CASE("what no family fits keeps its measured quantiles") {
    auto values = sample_of(distribution::uniform(20, 30), 500);
    const auto far = sample_of(distribution::uniform(900, 1'000), 500);
    values.values.insert(values.values.end(), far.values.begin(), far.values.end());
    const auto c = calibration_of(values);
    CHECK_FALSE(c.chosen());
    CHECK(warns(c, "No family fits"));
    const auto points = c.quantiles();
    CHECK(points.size() <= 201);
    CHECK(points.back().second == c.largest);
    CHECK(points.front().second == c.smallest);
}

TEST_CASE("few values, drift, steps and heavy tails are warned of, and nothing else") {
    const auto law = distribution::lognormal(4, 0.5);
    CHECK(calibration_of(sample_of(law, 2'000)).warnings.empty());
    CHECK(warns(calibration_of(sample_of(law, 30)), "Few"));

    auto drifting = sample_of(law, 1'000);
    for (std::size_t i = 0; i < drifting.values.size(); ++i)
        drifting.values[i] *= 1 + static_cast<double>(i) / 1'000;
    CHECK(warns(calibration_of(drifting), "Drift: later values are larger"));

    auto rounded = sample_of(law, 1'000);
    for (auto& value : rounded.values)
        value = 50 * std::ceil(value / 50);
    CHECK(warns(calibration_of(rounded), "Rounded"));

    auto heavy = sample_of(law, 5'000);
    for (std::size_t i = 0; i < 40; ++i)
        heavy.values[i * 125] = 300;
    CHECK(warns(calibration_of(heavy), "Tail"));

    auto seconds = sample_of(law, 1'000);
    for (auto& value : seconds.values)
        value /= 1'000;
    CHECK(warns(calibration_of(seconds), "Unit: half of the values are below 1 ms"));
}

TEST_CASE("of one or two values nothing is said that no number could be") {
    CHECK(warns(calibration_of({{60}, {}}), "No family fits: the measured quantiles stand in the model. "
                                            "Nothing in it is larger than 60 ms, though most may be."));
    CHECK(warns(calibration_of({std::vector<double>(500, 60), {}}), "Rounded: only 1 different value."));
}

TEST_CASE("no law is fitted to attempts that were cut off") {
    auto values = sample_of(distribution::lognormal(7, 0.2), 500);
    for (auto& value : values.values) {
        if (value > 1'300) {
            value = 1'300;
            ++values.cut_off;
        }
    }
    const auto c = calibration_of(values);
    CHECK(c.fits.empty());
    CHECK(warns(c, "Cut off"));
}

TEST_CASE("what sends of an invocation share is found again") {
    const auto shared = random_source{5}.stream("shared"), alone = random_source{5}.stream("alone");
    measurements values;
    for (std::uint64_t group = 0; group < 400; ++group)
        for (std::uint32_t i = 0; i < 10; ++i) {
            const auto z = distribution::normal(10, 1);
            const double common = z.quantile(shared.uniform(group)) - 10;
            const double own = z.quantile(alone.uniform(group, i)) - 10;
            values.values.push_back(60 * std::exp(0.5 * (std::sqrt(0.3) * common + std::sqrt(0.7) * own)));
            values.groups.push_back(group);
        }
    const auto c = calibration_of(values);
    REQUIRE(c.correlation);
    CHECK(*c.correlation == Approx(0.3).margin(0.04));
}

TEST_CASE("correlation needs twenty groups of two") {
    measurements values{.values = {1, 2, 3, 4}, .groups = {0, 0, 1, 1}};
    CHECK_FALSE(calibration_of(values).correlation);
}

TEST_CASE("equal values, zeros and a single value are no reason to fail") {
    for (const auto& values : {std::vector<double>{5}, std::vector<double>{0}, std::vector<double>(50, 7.0),
                               std::vector<double>{0, 0, 1, 2, 3}}) {
        const auto c = calibration_of({.values = values, .groups = {}});
        CHECK(c.fits.empty());
        CHECK_FALSE(calibration_text({c}).empty());
        CHECK(nlohmann::json::parse(model_json({c}))["measured"]["latency"]["n"] == values.size());
    }
}
