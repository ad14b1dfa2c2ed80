#include "base/special_functions.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <catch2/catch.hpp>

#include "base/portable_math.hpp"

using namespace sendlab;
using portable::probability;

namespace {

double relative_error(double value, double truth) {
    return truth == 0 ? std::fabs(value) : std::fabs(value / truth - 1);
}

constexpr double shapes[] = {0.01, 0.1, 0.5, 1, 1.5, 2, 7.25, 30, 100, 1234.5, 1e5, 1e6};
constexpr double tail_shares[] = {1e-12, 1e-6, 0.001, 0.025, 0.3, 0.5, 0.7, 0.975, 0.999};

} // namespace

TEST_CASE("log gamma agrees with the C library") {
    for (double a = 0.001; a < 1e9; a *= 1.1) {
        const double truth = std::lgamma(a);
        CHECK(std::fabs(portable::log_gamma(a) - truth) < 2e-14 * (1 + std::fabs(truth)));
    }
    CHECK(std::fabs(portable::log_gamma(1)) < 1e-14);
    CHECK(std::fabs(portable::log_gamma(2)) < 1e-14);
    CHECK(portable::log_gamma(0.5) == Approx(0.5723649429247001).epsilon(1e-14));
}

TEST_CASE("powers of positive numbers") {
    CHECK(portable::pow(2, 10) == Approx(1024).epsilon(1e-15));
    CHECK(portable::pow(9, 0.5) == Approx(3).epsilon(1e-15));
    CHECK(portable::pow(10, -3) == Approx(0.001).epsilon(1e-15));
    CHECK(portable::pow(5, 0) == 1);
}

TEST_CASE("gamma probabilities agree with Boost.Math in both tails") {
    for (const double a : shapes)
        for (const double ratio : {1e-6, 0.01, 0.3, 0.9, 0.999, 1.0, 1.001, 1.1, 2.0, 5.0}) {
            const double x = a * ratio;
            CAPTURE(a, x);
            const auto p = portable::gamma_cdf(a, x);
            const double below = boost::math::gamma_p(a, x);
            const double above = boost::math::gamma_q(a, x);
            if (below > 1e-290)
                CHECK(relative_error(p.below, below) < 1e-11);
            if (above > 1e-290)
                CHECK(relative_error(p.above, above) < 1e-11);
        }
}

TEST_CASE("gamma probabilities in closed form") {
    CHECK(portable::gamma_cdf(1, 3).above == Approx(portable::exp(-3)).epsilon(1e-14));
    CHECK(portable::gamma_cdf(2, 3).above == Approx(4 * portable::exp(-3)).epsilon(1e-14));
    CHECK(portable::gamma_cdf(0.5, 2).below == Approx(2 * portable::normal_cdf(2) - 1).epsilon(1e-14));
    CHECK(portable::gamma_cdf(3, 0).below == 0);
    CHECK(portable::gamma_cdf(3, -1).below == 0);
    CHECK(portable::gamma_cdf(3, std::numeric_limits<double>::infinity()).below == 1);
}

TEST_CASE("a gamma quantile has the probability that was asked for") {
    for (const double a : shapes)
        for (const double share : tail_shares) {
            CAPTURE(a, share);
            const double low = portable::gamma_quantile(a, {share, 1 - share});
            if (low > 1e-290)
                CHECK(relative_error(portable::gamma_cdf(a, low).below, share) < 1e-9);
            const double high = portable::gamma_quantile(a, {1 - share, share});
            if (high > 1e-290)
                CHECK(relative_error(portable::gamma_cdf(a, high).above, share) < 1e-9);
        }
    CHECK(2 * portable::gamma_quantile(0.5, {0.95, 0.05}) == Approx(3.841458820694124).epsilon(1e-13));
}

TEST_CASE("beta probabilities agree with Boost.Math in both tails") {
    for (const double a : shapes)
        for (const double b : shapes)
            for (const double x : {1e-9, 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.999}) {
                CAPTURE(a, b, x);
                const auto p = portable::beta_cdf(a, b, x);
                const double below = boost::math::ibeta(a, b, x);
                const double above = boost::math::ibetac(a, b, x);
                if (below > 1e-290)
                    CHECK(relative_error(p.below, below) < 1e-9);
                if (above > 1e-290)
                    CHECK(relative_error(p.above, above) < 1e-9);
            }
}

TEST_CASE("beta probabilities in closed form") {
    CHECK(portable::beta_cdf(1, 1, 0.3).below == Approx(0.3).epsilon(1e-15));
    CHECK(portable::beta_cdf(2, 2, 0.5).below == Approx(0.5).epsilon(1e-14));
    CHECK(portable::beta_cdf(3, 1, 0.2).below == Approx(0.008).epsilon(1e-14));
    CHECK(portable::beta_cdf(1, 10, 0.01).above ==
          Approx(portable::exp(10 * portable::log(0.99))).epsilon(1e-14));
    CHECK(portable::beta_cdf(2, 3, 0).below == 0);
    CHECK(portable::beta_cdf(2, 3, 1).above == 0);
}

TEST_CASE("a beta quantile has the probability that was asked for") {
    for (const double a : shapes)
        for (const double b : shapes)
            for (const double share : tail_shares) {
                CAPTURE(a, b, share);
                const double x = portable::beta_quantile(a, b, {share, 1 - share});
                if (x > 1e-290 && x < 1 - 1e-9) // nearer to 1 doubles are too far apart
                    CHECK(relative_error(portable::beta_cdf(a, b, x).below, share) < 1e-6);
            }
}
