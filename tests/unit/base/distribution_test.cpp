#include "base/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include "base/random_source.hpp"

using namespace sendlab;

namespace {

struct named {
    std::string name;
    distribution law;
};

distribution two_humps() {
    return distribution::mixture({{9, distribution::lognormal_by_percentiles(80, 250)},
                                  {1, distribution::lognormal_by_percentiles(900, 2000)}});
}

/// Laws without jumps, whose quantile and cumulative probability are inverse to one another.
std::vector<named> continuous() {
    return {
        {"uniform", distribution::uniform(20, 5000)},
        {"exponential", distribution::exponential(70)},
        {"normal, hardly truncated", distribution::normal(100, 10)},
        {"normal, half", distribution::normal(0, 10)},
        {"normal, all but the tail cut off", distribution::normal(-100, 10)},
        {"lognormal", distribution::lognormal(4, 0.5)},
        {"gamma, with a pole at 0", distribution::gamma(0.3, 100)},
        {"gamma", distribution::gamma(2.5, 30)},
        {"gamma, nearly normal", distribution::gamma(2000, 0.1)},
        {"weibull, heavy", distribution::weibull(0.6, 50)},
        {"weibull, light", distribution::weibull(3, 50)},
        {"pareto", distribution::pareto(2.5, 10)},
        {"mixture of two humps", two_humps()},
        {"mixture that overlaps", distribution::mixture({{1, distribution::exponential(10)},
                                                         {2, distribution::normal(15, 3)},
                                                         {0.5, distribution::pareto(3, 8)}})},
        {"mixture with a far part",
         distribution::mixture({{0.9995, distribution::lognormal_by_percentiles(100, 600)},
                                {0.0005, distribution::uniform(10'000, 90'000)}})},
    };
}

std::vector<named> with_jumps() {
    return {
        {"constant", distribution::constant(7)},
        {"empirical", distribution::empirical({5, 1, 9, 2, 2, 40})},
        {"quantiles", distribution::quantiles({{0.1, 10}, {0.5, 20}, {0.99, 100}})},
        {"mixture of constants",
         distribution::mixture({{1, distribution::constant(3)}, {3, distribution::constant(8)}})},
        {"mixture of a constant and a law",
         distribution::mixture({{1, distribution::constant(50)}, {1, distribution::exponential(60)}})},
    };
}

std::vector<named> all() {
    auto laws = continuous();
    for (auto& law : with_jumps())
        laws.push_back(std::move(law));
    return laws;
}

constexpr double some_shares[] = {1e-9, 1e-4, 0.01,   0.1,     0.25,   0.5,     0.75,
                                  0.9,  0.99, 0.9995, 0.99975, 0.9999, 1 - 1e-7};

/// The mean as the integral of the quantile over normal scores.
double integrated_mean(const distribution& law) {
    constexpr double step = 1.0 / 1024;
    double sum = 0;
    for (double z = -8; z <= 8; z += step)
        sum += law.at_normal(z) * std::exp(-z * z / 2);
    return sum * step / std::sqrt(2 * std::acos(-1));
}

} // namespace

TEST_CASE("the cumulative probability of a quantile is the share that was asked for") {
    for (const auto& [name, law] : continuous())
        for (const double u : some_shares) {
            CAPTURE(name, u);
            CHECK(law.cdf(law.quantile(u)) == Approx(u).epsilon(1e-9).margin(1e-14));
        }
}

TEST_CASE("the quantile of a cumulative probability is the value it belongs to") {
    for (const auto& [name, law] : continuous())
        for (const double u : {0.001, 0.1, 0.5, 0.9, 0.999}) {
            const double x = law.quantile(u);
            CAPTURE(name, x);
            CHECK(law.quantile(law.cdf(x)) == Approx(x).epsilon(1e-9));
        }
}

TEST_CASE("a quantile is the least value whose cumulative probability reaches the share") {
    for (const auto& [name, law] : with_jumps())
        for (const double u : some_shares) {
            const double x = law.quantile(u);
            CAPTURE(name, u, x);
            CHECK(law.cdf(x * (1 + 1e-12)) >= u - 1e-12);
            CHECK(law.cdf(x * (1 - 1e-9)) <= u + 1e-9);
        }
}

TEST_CASE("a larger share never gives a smaller value") {
    constexpr int steps = 3000;
    for (const auto& [name, law] : all()) {
        CAPTURE(name);
        double last = 0;
        bool rising = true;
        for (int i = 1; i < steps; ++i) {
            const double x = law.quantile(static_cast<double>(i) / steps);
            rising = rising && x >= last;
            last = x;
        }
        CHECK(rising);
    }
}

TEST_CASE("the mean is the integral of the quantiles") {
    for (const auto& [name, law] : all()) {
        CAPTURE(name);
        CHECK(integrated_mean(law) == Approx(law.mean()).epsilon(name == "pareto" ? 1e-4 : 2e-4));
    }
}

TEST_CASE("samples follow their law") {
    // Kolmogorov and Smirnov's distance: above 1.95 in one case of a thousand. Seeds are fixed.
    constexpr std::size_t n = 20'000;
    std::string_view stream = "distribution_test";
    for (const auto& [name, law] : continuous()) {
        CAPTURE(name);
        const random_stream random{7, stream};
        std::vector<double> samples(n);
        for (std::size_t i = 0; i < n; ++i)
            samples[i] = law.quantile(random.uniform(i));
        std::ranges::sort(samples);
        double distance = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const double p = law.cdf(samples[i]) * static_cast<double>(n);
            distance = std::max({distance, p - static_cast<double>(i), static_cast<double>(i + 1) - p});
        }
        CHECK(distance / std::sqrt(static_cast<double>(n)) < 1.95);
    }
}

TEST_CASE("no value is negative and nothing lies below zero") {
    for (const auto& [name, law] : all()) {
        CAPTURE(name);
        CHECK(law.quantile(1e-15) >= 0);
        CHECK(law.at_normal(-40) >= 0);
        CHECK(law.cdf(-1) == 0);
        CHECK(law.cdf(1e300) == 1);
    }
}

TEST_CASE("a normal score gives the quantile of its probability") {
    for (const auto& [name, law] : all())
        for (const double z : {-4.0, -1.0, 0.0, 0.3, 2.0, 4.0}) {
            CAPTURE(name, z);
            CHECK(law.at_normal(z) == Approx(law.quantile(portable::normal_cdf(z))).epsilon(1e-9));
        }
    CHECK(std::isfinite(distribution::exponential(1).at_normal(1e9)));
}

TEST_CASE("scaling multiplies every value") {
    for (const auto& [name, law] : all()) {
        CAPTURE(name);
        const auto scaled = law.scaled(2.5);
        for (const double u : some_shares)
            CHECK(scaled.quantile(u) == Approx(2.5 * law.quantile(u)).epsilon(1e-9).margin(1e-12));
        CHECK(scaled.mean() == Approx(2.5 * law.mean()).epsilon(1e-12));
        CHECK(scaled.is_constant() == law.is_constant());
    }
}

TEST_CASE("laws are equal when family and parameters are, tables by their contents") {
    const auto laws = all();
    const auto again = all();
    for (std::size_t i = 0; i < laws.size(); ++i)
        for (std::size_t j = 0; j < laws.size(); ++j) {
            CAPTURE(laws[i].name, laws[j].name);
            CHECK((laws[i].law == again[j].law) == (i == j));
        }
    CHECK_FALSE(distribution::exponential(1) == distribution::exponential(2));
    CHECK_FALSE(distribution::empirical({1, 2}) == distribution::empirical({1, 3}));
    CHECK(distribution::empirical({1, 2}) == distribution::empirical({2, 1}));
}

TEST_CASE("quantiles in closed form") {
    const double e = std::exp(1);
    CHECK(distribution::uniform(20, 5000).quantile(0.5) == 2510);
    CHECK(distribution::exponential(70).quantile(1 - 1 / e) == Approx(70));
    CHECK(distribution::normal(100, 10).quantile(0.975) == Approx(119.59963984540054));
    CHECK(distribution::lognormal(4, 0.5).quantile(0.5) == Approx(std::exp(4)));
    CHECK(distribution::weibull(3, 50).quantile(1 - 1 / e) == Approx(50));
    CHECK(distribution::pareto(2, 10).quantile(0.75) == Approx(20));
    CHECK(distribution::gamma(0.5, 2).quantile(0.95) == Approx(3.841458820694124)); // chi-square, one degree
    for (const double u : some_shares) {
        const double exponential = distribution::exponential(30).quantile(u);
        CHECK(distribution::gamma(1, 30).quantile(u) == Approx(exponential));
        CHECK(distribution::weibull(1, 30).quantile(u) == Approx(exponential));
    }
}

TEST_CASE("means in closed form") {
    CHECK(distribution::lognormal(4, 0.5).mean() == Approx(std::exp(4.125)));
    CHECK(distribution::normal(0, 10).mean() == Approx(10 * std::sqrt(2 / std::acos(-1))));
    CHECK(distribution::weibull(2, 1).mean() == Approx(std::sqrt(std::acos(-1)) / 2));
    CHECK(distribution::pareto(3, 10).mean() == Approx(15));
    CHECK(std::isinf(distribution::pareto(1, 10).mean()));
    CHECK(distribution::pareto(1, 10).quantile(0.999) == Approx(10'000));
}

TEST_CASE("a lognormal given by percentiles has these percentiles") {
    const auto law = distribution::lognormal_by_percentiles(80e6, 250e6);
    CHECK(law.quantile(0.5) == Approx(80e6).epsilon(1e-14));
    CHECK(law.quantile(0.99) == Approx(250e6).epsilon(1e-14));
    const auto narrow = distribution::lognormal_by_percentiles(5, 5);
    CHECK(narrow == distribution::constant(5));
}

TEST_CASE("a truncated normal is renormalised, not clamped") {
    const auto half = distribution::normal(0, 10);
    CHECK(half.cdf(0) == 0);
    CHECK(half.quantile(0.5) == Approx(10 * 0.6744897501960817)); // the 75th percentile of the whole
    // Far above its mean a normal is an exponential: P(X > x) falls by e with each deviation^2 / 100.
    const auto tail = distribution::normal(-100, 10);
    CHECK(tail.quantile(1 - 1 / std::exp(1)) == Approx(1).epsilon(0.02));
    CHECK(distribution::normal(-300, 10).quantile(0.999) < 3);
    CHECK(distribution::normal(50, 0) == distribution::constant(50));
}

TEST_CASE("degenerate laws are constants") {
    CHECK(distribution::uniform(4, 4).is_constant());
    CHECK(distribution::lognormal(0, 0).quantile(0.9) == 1);
    CHECK(distribution::empirical({3}).quantile(0.1) == 3);
    CHECK(distribution::empirical({3, 3, 3}).is_constant());
    CHECK(distribution::quantiles({{0.5, 9}}).is_constant());
    CHECK_FALSE(distribution::exponential(1).is_constant());
}

TEST_CASE("an empirical law keeps the mean and the range of its samples") {
    rc::prop("mean and range", [](const std::vector<std::uint16_t>& numbers) {
        RC_PRE(!numbers.empty());
        const std::vector<double> samples{numbers.begin(), numbers.end()};
        const auto law = distribution::empirical(samples);
        const double mean =
            std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
        RC_ASSERT(std::fabs(law.mean() - mean) <= 1e-9 * (1 + mean));
        RC_ASSERT(law.quantile(1e-12) == *std::ranges::min_element(samples));
        RC_ASSERT(law.quantile(1 - 1e-12) == *std::ranges::max_element(samples));
    });
    const auto law = distribution::empirical({10, 20, 30, 40});
    CHECK(law.quantile(0.125) == 10); // (1 - 1/2) / 4
    CHECK(law.quantile(0.25) == 15);
    CHECK(law.quantile(0.5) == 25);
    CHECK(law.quantile(0.875) == 40);
    CHECK(law.cdf(15) == 0.25);
    CHECK(law.cdf(9.9) == 0);
    CHECK(law.cdf(40) == 1);
}

TEST_CASE("quantile points hold their outermost values up to the ends") {
    const auto law = distribution::quantiles({{0.1, 10}, {0.5, 20}, {0.99, 100}});
    CHECK(law.quantile(0.01) == 10);
    CHECK(law.quantile(0.3) == Approx(15));
    CHECK(law.quantile(0.5) == 20);
    CHECK(law.quantile(0.745) == Approx(60));
    CHECK(law.quantile(0.999) == 100);
    CHECK(law.cdf(9) == 0);
    CHECK(law.cdf(10) == Approx(0.1));
    CHECK(law.cdf(20) == Approx(0.5));
    CHECK(law.cdf(100) == 1);
    CHECK(law.mean() == Approx(0.1 * 10 + 0.4 * 15 + 0.49 * 60 + 0.01 * 100));
    const auto flat = distribution::quantiles({{0, 5}, {0.4, 5}, {1, 10}});
    CHECK(flat.quantile(0.2) == 5);
    CHECK(flat.cdf(5) == Approx(0.4));
}

TEST_CASE("a mixture chooses among its parts by weight") {
    const auto steps =
        distribution::mixture({{1, distribution::constant(3)}, {3, distribution::constant(8)}});
    CHECK(steps.quantile(0.249) == 3);
    CHECK(steps.quantile(0.251) == 8);
    CHECK(steps.cdf(3) == 0.25);
    CHECK(steps.mean() == Approx(6.75));
    // Where only one part has anything, the mixture is that part.
    const auto usual = distribution::lognormal_by_percentiles(100, 600);
    const auto rare_tail =
        distribution::mixture({{0.9995, usual}, {0.0005, distribution::uniform(10'000, 90'000)}});
    CHECK(rare_tail.quantile(0.5) == usual.quantile(0.5 / 0.9995));
    CHECK(rare_tail.quantile(0.99975) == Approx(50'000).epsilon(1e-6));
    CHECK(distribution::mixture({{0, distribution::constant(1)}, {2, distribution::exponential(5)}}) ==
          distribution::exponential(5));
    const auto nested = distribution::mixture({{1, steps}, {1, steps}});
    CHECK(nested.quantile(0.3) == 8);
}
