// How long things take, how big they are, how many there are: distributions, each sampled by
// its quantile function.
//
// One uniform number gives one value, and a larger number never gives a smaller value (but for the last
// bits). That is what common random numbers need, what truncation needs, and what lets latencies inside an
// invocation be correlated through their normal scores (a Gaussian copula).
#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "base/portable_math.hpp"
#include "base/time_types.hpp"

namespace sendlab {

/// A distribution of non-negative numbers in whatever unit its owner says (nanoseconds, bytes, pieces). A
/// value, cheap to copy. Parameters outside the ranges given here are broken invariants: check input before.
class distribution {
public:
    /// Always `value` >= 0.
    static distribution constant(double value);
    /// 0 <= low <= high.
    static distribution uniform(double low, double high);
    /// mean > 0.
    static distribution exponential(double mean);
    /// Normal, truncated below at 0 (renormalised, not clamped); deviation >= 0, mean >= -30 deviations.
    static distribution normal(double mean, double deviation);
    /// exp(mu + sigma Z); sigma >= 0.
    static distribution lognormal(double mu, double sigma);
    /// The lognormal whose median is p50 and whose 99th percentile is p99; 0 < p50 <= p99.
    static distribution lognormal_by_percentiles(double p50, double p99);
    /// Both > 0. Its quantile is found numerically: a draw takes about a microsecond.
    static distribution gamma(double shape, double scale);
    /// Both > 0.
    static distribution weibull(double shape, double scale);
    /// Pareto I: minimum `scale`, tail index `shape`, both > 0. Its mean is infinite for shape <= 1.
    static distribution pareto(double shape, double scale);
    /// Draws from one of the parts, chosen with its weight (weights need not sum to 1). The quantile of a
    /// mixture is found numerically from the parts' cumulative probabilities.
    static distribution mixture(std::vector<std::pair<double, distribution>> weighted);
    /// Linear interpolation between the order statistics of the samples (at least one), the i-th of n
    /// standing at (i - 1/2) / n, which keeps the samples' mean. Nothing lies beyond the largest.
    static distribution empirical(std::vector<double> samples);
    /// Linear interpolation between (probability, value) points, in rising order of both; the first
    /// probability may be above 0 and the last below 1: the outermost values then hold up to the ends.
    static distribution quantiles(std::vector<std::pair<double, double>> points);

    /// The value below which a share `u` of all values lies; 0 < u < 1.
    [[nodiscard]] double quantile(double u) const {
        if (family_ == family::lognormal)
            return portable::exp(a_ + b_ * portable::normal_quantile(u));
        return family_ == family::constant ? a_ : other_quantile(u);
    }
    /// quantile(normal_cdf(z)), without the detour where the family is normal or lognormal.
    [[nodiscard]] double at_normal(double z) const {
        if (family_ == family::lognormal)
            return portable::exp(a_ + b_ * z);
        return family_ == family::constant ? a_ : other_at_normal(z);
    }
    /// P(value <= x).
    [[nodiscard]] double cdf(double x) const;
    /// P(value > x), with small relative error far out, where 1 - cdf(x) has none of its digits left. 1 below 0.
    [[nodiscard]] double above(double x) const;
    /// May be infinite (Pareto).
    [[nodiscard]] double mean() const;
    /// All draws are equal, so none is needed.
    [[nodiscard]] bool is_constant() const { return family_ == family::constant; }

    /// The numbers of a family that has two: mu and sigma, shape and scale, low and high.
    [[nodiscard]] std::pair<double, double> parameters() const { return {a_, b_}; }

    /// All values multiplied by `factor` > 0.
    [[nodiscard]] distribution scaled(double factor) const;

    /// Same family, same parameters (of tables: same contents).
    friend bool operator==(const distribution& left, const distribution& right);

private:
    enum class family : std::uint8_t {
        constant,
        uniform,
        exponential,
        normal,
        lognormal,
        gamma,
        weibull,
        pareto,
        mixture,
        empirical,
        quantiles,
    };
    struct table; // what does not fit into two numbers

    distribution(family f, double a, double b) : a_{a}, b_{b}, family_{f} {}
    distribution(family f, table contents);

    [[nodiscard]] double other_quantile(double u) const;
    [[nodiscard]] double other_at_normal(double z) const;
    [[nodiscard]] double mixture_quantile(double u) const;
    [[nodiscard]] double solve_mixture(double u, double low, double high) const;
    [[nodiscard]] double cdf_without(std::size_t part, double x) const;
    [[nodiscard]] double table_mean() const;

    double a_ = 0; // low, mean, mu, shape or the value
    double b_ = 0; // high, deviation, sigma or scale
    family family_ = family::constant;
    std::shared_ptr<const table> table_;
};

} // namespace sendlab

#include "base/latency.hpp"
