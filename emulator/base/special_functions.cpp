#include "base/special_functions.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdint>

#include "base/portable_math.hpp"

namespace sendlab::portable {

namespace {

constexpr double half_log_2pi = 0.918938533204672741780329736406;
constexpr double epsilon = 0x1p-53;

/// The error of Stirling's formula: log Gamma(a) = (a - 1/2) log a - a + log(2 pi)/2 + stirling_error(a).
double stirling_error(double a) {
    if (a < 10.0) { // Gamma(a) = Gamma(m) / (a (a+1) ... (m-1))
        double m = a;
        double product = 1.0;
        for (; m < 10.0; m += 1.0)
            product *= m;
        return stirling_error(m) + (m - 0.5) * log(m) - (a - 0.5) * log(a) - log(product) - (m - a);
    }
    // Bernoulli numbers: 1/(12 a) - 1/(360 a^3) + 1/(1260 a^5) - ...
    constexpr double c[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                            1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};
    return detail::polynomial(1.0 / (a * a), c) / a;
}

/// a log(a / x) + x - a, for x far from a and near (C. Loader, "Fast and accurate computation of binomial
/// probabilities", 2000). The caller knows x - a better than this could compute it.
double deviance(double a, double x, double x_minus_a) {
    const double s = x_minus_a / (x + a);
    if (s < -0.1 || s > 0.1)
        return a * log(a / x) + x_minus_a;
    double sum = x_minus_a * s;
    double term = -2.0 * a * s;
    for (int j = 1; j < 20; ++j) {
        term *= s * s;
        sum += term / (2 * j + 1);
    }
    return sum;
}

/// x^a e^-x / Gamma(a)
double gamma_weight(double a, double x) {
    return std::sqrt(a) * exp(-deviance(a, x, x - a) - stirling_error(a) - half_log_2pi);
}

/// x^a y^b / B(a, b)
double beta_weight(double a, double b, double x, double y, double excess) {
    const double n = a + b;
    const double exponent = stirling_error(n) - stirling_error(a) - stirling_error(b) - half_log_2pi -
                            deviance(a, n * x, excess) - deviance(b, n * y, -excess);
    return std::sqrt(a * (b / n)) * exp(exponent);
}

struct fraction_term {
    double a;
    double b;
};

/// b0 + a1/(b1 + a2/(b2 + ...)) by Lentz's method; term(m) gives {a, b} for m = 1, 2, ...
template<class Term>
double continued_fraction(double b0, Term term) {
    const auto nonzero = [](double v) { return v == 0.0 ? 1e-300 : v; };
    double value = nonzero(b0);
    double c = value;
    double d = 0.0;
    for (int m = 1; m < 1'000'000; ++m) {
        const auto [a, b] = term(static_cast<double>(m));
        d = 1.0 / nonzero(b + a * d);
        c = nonzero(b + a / c);
        value *= c * d;
        if (std::fabs(c * d - 1.0) <= 2 * epsilon)
            break;
    }
    return value;
}

/// P(a, x) by its power series; for x < a + 1.
double gamma_series(double a, double x) {
    double term = 1.0 / a;
    double sum = term;
    for (double n = a + 1.0; term > sum * epsilon; n += 1.0) {
        term *= x / n;
        sum += term;
    }
    return gamma_weight(a, x) * sum;
}

/// Q(a, x) by its continued fraction (DLMF 8.9.2, even part); for x >= a + 1.
double gamma_fraction(double a, double x) {
    return gamma_weight(a, x) / continued_fraction(x + 1.0 - a, [=](double m) {
               return fraction_term{m * (a - m), x + 2.0 * m + 1.0 - a};
           });
}

/// I_x(a, b), given also its weight and (a + b) x - a, by the even part of its continued fraction (DLMF
/// 8.17.22; A. R. DiDonato and A. H. Morris, TOMS 18 (1992), algorithm 708); for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x, double weight, double excess) {
    return weight / continued_fraction(a * (1.0 - excess) / (a + 1.0), [=](double m) {
               const double c = a + 2.0 * m;
               const double ratio = m * (b - m) * x / (c - 1.0);
               return fraction_term{(a + m - 1.0) * (a + b + m - 1.0) * x / (c - 1.0) * ratio,
                                    m + ratio + (a + m) * (1.0 - excess + m * (2.0 - x)) / (c + 1.0)};
           });
}

/// The x > 0 where a rising probability reaches p, from a guess. Compares on the side of the smaller tail.
template<class Cdf>
double solve(Cdf cdf, probability p, double guess) {
    const auto excess = [&](double x) {
        const auto at = cdf(x);
        return p.below <= p.above ? at.below - p.below : p.above - at.above;
    };
    std::uintmax_t steps = 2000;
    return boost::math::tools::bracket_and_solve_root(excess, std::max(guess, 1e-300), 2.0, true,
                                                      boost::math::tools::eps_tolerance<double>(50), steps)
        .second;
}

} // namespace

double log_gamma(double a) {
    assert(a > 0);
    return (a - 0.5) * log(a) - a + half_log_2pi + stirling_error(a);
}

double pow(double x, double p) {
    return exp(p * log(x));
}

probability gamma_cdf(double a, double x) {
    if (!(x > 0))
        return {0.0, 1.0};
    if (x == detail::infinity)
        return {1.0, 0.0};
    if (x < a + 1.0) {
        const double below = gamma_series(a, x);
        return {below, 1.0 - below};
    }
    const double above = gamma_fraction(a, x);
    return {1.0 - above, above};
}

double gamma_quantile(double a, probability p) {
    assert(a > 0 && p.below > 0 && p.above > 0);
    // Wilson and Hilferty's cube of a normal; where that fails, the first term of the series.
    const double z = p.below <= p.above ? normal_quantile(p.below) : -normal_quantile(p.above);
    const double third = 1.0 - 1.0 / (9.0 * a) + z / (3.0 * std::sqrt(a));
    const double guess =
        third > 0.3 ? a * third * third * third : exp((log(p.below) + log_gamma(a + 1.0)) / a);
    return solve([a](double x) { return gamma_cdf(a, x); }, p, guess);
}

probability beta_cdf(double a, double b, double x) {
    if (!(x > 0))
        return {0.0, 1.0};
    if (x >= 1)
        return {1.0, 0.0};
    const double y = 1.0 - x;
    // How far x lies above the mean, in trials. With many trials 1 - x is too coarse, so from the smaller of
    // x and y.
    const double excess = x < y ? (a + b) * x - a : b - (a + b) * y;
    const double weight = beta_weight(a, b, x, y, excess);
    if (x < (a + 1.0) / (a + b + 2.0)) {
        const double below = beta_fraction(a, b, x, weight, excess);
        return {below, 1.0 - below};
    }
    const double above = beta_fraction(b, a, y, weight, -excess);
    return {1.0 - above, above};
}

double beta_quantile(double a, double b, probability p) {
    assert(a > 0 && b > 0 && p.below > 0 && p.above > 0);
    return solve([=](double x) { return beta_cdf(a, b, x); }, p, a / (a + b));
}

} // namespace sendlab::portable
