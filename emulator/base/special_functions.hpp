// The gamma and beta functions behind the gamma distribution, Student's t and exact binomial intervals, with
// the same bits on every machine (Boost.Math has them too, but calls the C library's exp and log).
#pragma once

namespace sendlab::portable {

/// log Gamma(a), a > 0. To about 1e-15 relative, or absolute near the zeros at 1 and 2.
[[nodiscard]] double log_gamma(double a);

/// x^p for x >= 0; its relative error grows with |p log x| (to 1e-13 at the ends of the range).
[[nodiscard]] double pow(double x, double p);

/// A probability and its complement: 1 - below says nothing about an `above` of 1e-20.
struct probability {
    double below;
    double above;
};

/// P(X <= x) and P(X > x) of a gamma variable of scale 1: the regularised incomplete gamma functions P(a,
/// x), Q(a, x).
[[nodiscard]] probability gamma_cdf(double a, double x);
/// The x with gamma_cdf(a, x) = p; neither side of p is 0, a > 0.
[[nodiscard]] double gamma_quantile(double a, probability p);

/// P(X <= x) and P(X > x) of a beta variable: the regularised incomplete beta functions I_x(a,
/// b), I_{1-x}(b, a).
[[nodiscard]] probability beta_cdf(double a, double b, double x);
/// The x with beta_cdf(a, b, x) = p; neither side of p is 0, a > 0, b > 0.
[[nodiscard]] double beta_quantile(double a, double b, probability p);

} // namespace sendlab::portable
