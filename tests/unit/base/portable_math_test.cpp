#include "base/portable_math.hpp"

#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "base/random_source.hpp"

using namespace sendlab;
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr random_stream points{1, "portable_math_test"};

/// How far `value` is from the truth, in units of the last place of the truth's binade.
double ulps(double value, long double truth) {
    int exponent = 0;
    std::frexp(static_cast<double>(truth), &exponent);
    const long double unit = std::ldexp(1.0L, std::max(exponent - 53, -1074));
    return static_cast<double>(std::fabs((static_cast<long double>(value) - truth) / unit));
}

/// The worst of `error(x)` for x spread evenly over [low, high].
template<class Error>
double worst(double low, double high, Error error) {
    double most = 0;
    for (std::uint64_t i = 0; i < 200'000; ++i)
        most = std::max(most, error(low + (high - low) * points.uniform(i)));
    return most;
}

/// A positive double of any magnitude.
double any_positive(std::uint64_t i) {
    return std::bit_cast<double>(points.bits(i) % std::bit_cast<std::uint64_t>(infinity));
}

} // namespace

TEST_CASE("exp is within one unit of the last place wherever its value is normal") {
    const auto error = [](double x) { return ulps(portable::exp(x), std::exp(static_cast<long double>(x))); };
    CHECK(worst(-708, 709.7, error) < 1);
    CHECK(worst(-1, 1, error) < 1);
    CHECK(worst(-1e-5, 1e-5, error) < 1);
    CHECK(worst(-745, -708, error) <= 1); // subnormal
}

TEST_CASE("exp at its extremes") {
    CHECK(portable::exp(0) == 1);
    CHECK(portable::exp(-0.0) == 1);
    CHECK(portable::exp(1e-300) == 1);
    CHECK(portable::exp(709.782712893384) == Approx(1.797693134862273e308).epsilon(1e-12));
    CHECK(portable::exp(709.7827128933841) == infinity);
    CHECK(portable::exp(1e300) == infinity);
    CHECK(portable::exp(infinity) == infinity);
    CHECK(portable::exp(-745.1) == 0x1p-1074);
    CHECK(portable::exp(-745.2) == 0);
    CHECK(portable::exp(-infinity) == 0);
    CHECK(std::isnan(portable::exp(not_a_number)));
}

TEST_CASE("log is within one unit of the last place, near 1 too") {
    const auto error = [](double x) { return ulps(portable::log(x), std::log(static_cast<long double>(x))); };
    CHECK(worst(0.5, 2, error) < 1);
    CHECK(worst(1 - 1e-7, 1 + 1e-7, error) < 1);
    CHECK(worst(0, 1e10, error) < 1);
    double most = 0;
    for (std::uint64_t i = 0; i < 500'000; ++i)
        most = std::max(most, error(any_positive(i)));
    CHECK(most < 1);
}

TEST_CASE("log at its extremes") {
    CHECK(portable::log(1) == 0);
    CHECK(portable::log(0) == -infinity);
    CHECK(portable::log(-0.0) == -infinity);
    CHECK(portable::log(infinity) == infinity);
    CHECK(portable::log(0x1p-1074) == Approx(-744.4400719213812).epsilon(1e-15));
    CHECK(portable::log(0x1p-1022) == Approx(-708.3964185322641).epsilon(1e-15));
    CHECK(portable::log(std::numeric_limits<double>::max()) == Approx(709.782712893384).epsilon(1e-15));
    CHECK(std::isnan(portable::log(-1)));
    CHECK(std::isnan(portable::log(-infinity)));
    CHECK(std::isnan(portable::log(not_a_number)));
}

TEST_CASE("exp and log rise from one double to the next") {
    for (std::uint64_t i = 0; i < 200'000; ++i) {
        const double x = 20 * points.uniform(i) - 10;
        CHECK_FALSE(portable::exp(std::nextafter(x, infinity)) < portable::exp(x));
        const double y = portable::exp(x);
        CHECK_FALSE(portable::log(std::nextafter(y, infinity)) < portable::log(y));
    }
}

TEST_CASE("log1p and expm1 keep the last places near 0") {
    for (const double scale : {1e-300, 1e-18, 1e-9, 1e-3, 0.5, 0.999}) {
        CHECK(worst(-scale, scale, [](double x) {
                  return ulps(portable::log1p(x), std::log1p(static_cast<long double>(x)));
              }) < 3);
        CHECK(worst(-scale, scale, [](double x) {
                  return ulps(portable::expm1(x), std::expm1(static_cast<long double>(x)));
              }) < 4);
    }
    CHECK(portable::log1p(0) == 0);
    CHECK(portable::log1p(-1) == -infinity);
    CHECK(portable::log1p(1e300) == Approx(690.7755278982137));
    CHECK(portable::log1p(infinity) == infinity);
    CHECK(portable::expm1(0) == 0);
    CHECK(portable::expm1(-40) == -1);
    CHECK(portable::expm1(-infinity) == -1);
    CHECK(portable::expm1(50) == portable::exp(50));
    CHECK(portable::expm1(infinity) == infinity);
    CHECK(std::isnan(portable::expm1(not_a_number)));
}

TEST_CASE("the normal distribution function keeps its relative accuracy far into both tails") {
    const auto error = [](double z) {
        const long double truth = std::erfc(-static_cast<long double>(z) / std::sqrt(2.0L)) / 2;
        return static_cast<double>(std::fabs((portable::normal_cdf(z) - truth) / truth));
    };
    CHECK(worst(-1, 1, error) < 1e-15);
    CHECK(worst(-37, 10, error) < 2e-15);
    CHECK(portable::normal_cdf(0) == 0.5);
    CHECK(portable::normal_cdf(9) == 1);
    CHECK(portable::normal_cdf(infinity) == 1);
    CHECK(portable::normal_cdf(-infinity) == 0);
    CHECK(std::isnan(portable::normal_cdf(not_a_number)));
}

TEST_CASE("normal quantiles agree with published values") {
    CHECK(portable::normal_quantile(0.5) == 0);
    // M. J. Wichura's own checks of AS 241
    CHECK(portable::normal_quantile(0.25) == Approx(-0.6744897501960817).epsilon(1e-15));
    CHECK(portable::normal_quantile(0.001) == Approx(-3.090232306167814).epsilon(1e-15));
    CHECK(portable::normal_quantile(1e-20) == Approx(-9.262340089798408).epsilon(1e-15));
    CHECK(portable::normal_quantile(0.99) == Approx(2.3263478740408408).epsilon(1e-15));
    CHECK(portable::normal_quantile(0.975) == Approx(1.959963984540054).epsilon(1e-15));
}

TEST_CASE("the normal quantile is the inverse of the distribution function") {
    // An error of one last place in z changes the tail by z^2 of its own last places.
    for (const double low : {1e-300, 1e-100, 1e-16, 1e-5, 0.01, 0.5})
        CHECK(worst(low, 1.99 * low, [](double p) {
                  const double z = portable::normal_quantile(p);
                  return std::fabs(portable::normal_cdf(z) / p - 1) / (1 + z * z);
              }) < 1e-15);
}

TEST_CASE("the normal quantile is symmetric") {
    CHECK(worst(0, 0.5, [](double u) {
              return std::fabs(portable::normal_quantile(1 - u) + portable::normal_quantile(1 - (1 - u)));
          }) == 0);
}

TEST_CASE(
    "the normal quantile rises with its argument to the last places, across the seams of its parts too") {
    for (const double seam : {0.075, 0.925, portable::exp(-25), 0.5, 0.3, 1e-4}) {
        const auto at = [&](int i) { return portable::normal_quantile(seam * (1 + i * 1e-15)); };
        double most = 0;
        for (int i = -2000; i < 2000; ++i)
            most = std::max(most, at(i) - at(i + 1));
        CHECK(most < 1e-15 * (1 + std::fabs(at(0))));
    }
}

TEST_CASE("the normal quantile at the ends of the uniform numbers and beyond") {
    CHECK(portable::normal_quantile(0x1p-53) == Approx(-8.209536151601387));
    CHECK(portable::normal_quantile(1 - 0x1p-53) == Approx(8.209536151601387));
    CHECK(portable::normal_quantile(0x1p-1074) == Approx(-38.467405617144344));
    CHECK(portable::normal_quantile(0) == -infinity);
    CHECK(portable::normal_quantile(1) == infinity);
}

TEST_CASE("the same bits on every machine") {
    // Taken once; a difference means that results of old seeds no longer hold.
    std::uint64_t all = 0;
    for (std::uint64_t i = 0; i < 10'000; ++i) {
        const double u = points.uniform(i);
        const double z = portable::normal_quantile(u);
        for (const double x : {z, portable::exp(20 * z), portable::log(u), portable::normal_cdf(z)})
            all = std::rotl(all, 5) * 0x9e3779b97f4a7c15 ^ std::bit_cast<std::uint64_t>(x);
    }
    CHECK(all == 0x3b3cd5fad574f68f);
}
