#include "base/statistics.hpp"

#include <cmath>
#include <limits>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <catch2/catch.hpp>

#include "base/portable_math.hpp"

using namespace sendlab;

namespace {

/// The exact probability that the interval covers p.
template<class Method>
double coverage(Method method, std::uint64_t n, double p, double level) {
    const boost::math::binomial binomial{static_cast<double>(n), p};
    double covered = 0;
    for (std::uint64_t k = 0; k <= n; ++k) {
        const auto [low, high] = method(k, n, level);
        if (low <= p && p <= high)
            covered += boost::math::pdf(binomial, static_cast<double>(k));
    }
    return covered;
}

} // namespace

TEST_CASE("Clopper and Pearson's interval covers with at least its level, for every probability") {
    for (const std::uint64_t n : {1, 5, 30, 400})
        for (const double p : {1e-4, 0.003, 0.05, 0.2, 0.5, 0.77, 0.999})
            for (const double level : {0.5, 0.9, 0.95, 0.999}) {
                CAPTURE(n, p, level);
                CHECK(coverage(clopper_pearson, n, p, level) >= level);
            }
}

TEST_CASE("each end of Clopper and Pearson's interval errs with at most its half") {
    for (const double p : {0.01, 0.1, 0.4}) {
        const boost::math::binomial binomial{100, p};
        double above = 0, below = 0;
        for (std::uint64_t k = 0; k <= 100; ++k) {
            const auto [low, high] = clopper_pearson(k, 100, 0.9);
            above += low > p ? boost::math::pdf(binomial, static_cast<double>(k)) : 0;
            below += high < p ? boost::math::pdf(binomial, static_cast<double>(k)) : 0;
        }
        CHECK(above <= 0.05);
        CHECK(below <= 0.05);
    }
}

TEST_CASE("Clopper and Pearson's interval in closed form at none and at all") {
    for (const std::uint64_t n : {1ULL, 10ULL, 1'000ULL, 1'000'000ULL, 1'000'000'000ULL}) {
        const auto end = -portable::expm1(portable::log(0.025) / static_cast<double>(n));
        const auto none = clopper_pearson(0, n);
        CHECK(none.low == 0);
        CHECK(none.high == Approx(end).epsilon(1e-12));
        const auto all = clopper_pearson(n, n);
        CHECK(all.low == Approx(1 - end).epsilon(1e-12));
        CHECK(all.high == 1);
    }
    // Nothing in 2,995,732 trials: at most 1e-6, one-sided with 95 %
    CHECK(clopper_pearson(0, 2'995'732, 0.9).high == Approx(1e-6).epsilon(1e-6));
}

TEST_CASE("Clopper and Pearson's interval agrees with Boost.Math up to a thousand million trials") {
    using boost::math::binomial;
    for (const double n : {3.0, 50.0, 40'000.0, 1e6, 1e9})
        for (const double share : {1e-9, 1e-6, 0.001, 0.3, 0.9}) {
            const double k = std::floor(n * share) + 1;
            CAPTURE(n, k);
            const auto [low, high] =
                clopper_pearson(static_cast<std::uint64_t>(k), static_cast<std::uint64_t>(n));
            CHECK(low == Approx(binomial::find_lower_bound_on_p(n, k, 0.025)).epsilon(1e-8));
            if (k < n)
                CHECK(high == Approx(binomial::find_upper_bound_on_p(n, k, 0.025)).epsilon(1e-8));
        }
}

TEST_CASE("no trials say nothing") {
    CHECK(clopper_pearson(0, 0) == interval{0, 1});
    CHECK(wilson(0, 0) == interval{0, 1});
}

TEST_CASE("a surer interval is wider, and more trials make it narrower") {
    CHECK(clopper_pearson(5, 100, 0.99).low < clopper_pearson(5, 100, 0.9).low);
    CHECK(clopper_pearson(5, 100, 0.99).high > clopper_pearson(5, 100, 0.9).high);
    CHECK(clopper_pearson(50, 1000).high < clopper_pearson(5, 100).high);
    CHECK(clopper_pearson(50, 1000, 1 - 1e-12).high < 1);
}

TEST_CASE("Wilson's interval agrees with published values") {
    // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3
    const auto check = [](std::uint64_t k, std::uint64_t n, double low, double high) {
        CHECK(wilson(k, n).low == Approx(low).margin(5e-5));
        CHECK(wilson(k, n).high == Approx(high).margin(5e-5));
    };
    check(81, 263, 0.2553, 0.3662);
    check(15, 148, 0.0624, 0.1605);
    check(0, 20, 0.0, 0.1611);
    check(1, 29, 0.0061, 0.1718);
    CHECK(wilson(0, 20).low == 0);
    CHECK(wilson(20, 20).high == 1);
}

TEST_CASE("Wilson's interval covers with its level on average over probabilities") {
    double sum = 0;
    for (int i = 0; i < 400; ++i)
        sum += coverage(wilson, 50, (i + 0.5) / 400, 0.95);
    CHECK(sum / 400 == Approx(0.95).margin(0.01));
}

TEST_CASE("Student's t quantiles agree with tables and with Boost.Math") {
    CHECK(student_t_quantile(0.975, 1) == Approx(12.706204736).epsilon(1e-9));
    CHECK(student_t_quantile(0.975, 9) == Approx(2.262157163).epsilon(1e-9));
    CHECK(student_t_quantile(0.75, 1) == Approx(1).epsilon(1e-13));
    CHECK(student_t_quantile(0.5, 3) == 0);
    for (const double freedom : {0.5, 1.0, 2.0, 7.5, 30.0, 1e3, 1e6})
        for (const double p : {1e-9, 1e-4, 0.025, 0.3, 0.499, 0.6, 0.95, 0.9999}) {
            CAPTURE(freedom, p);
            const boost::math::students_t t{freedom};
            CHECK(student_t_quantile(p, freedom) == Approx(boost::math::quantile(t, p)).epsilon(1e-9));
        }
    CHECK(student_t_quantile(0.975, 1e12) == Approx(portable::normal_quantile(0.975)).epsilon(1e-12));
}
