#include "base/distribution.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "base/special_functions.hpp"

namespace sendlab {

using portable::exp;
using portable::expm1;
using portable::log;
using portable::log1p;
using portable::normal_cdf;
using portable::normal_quantile;
using portable::pow;

/// Of a mixture: weights that sum to 1, and parts. Of samples: values, rising. Of quantile points:
/// both in step.
struct distribution::table {
    std::vector<double> probabilities;
    std::vector<double> values;
    std::vector<distribution> parts;

    bool operator==(const table&) const = default;
};

distribution::distribution(family f, table contents)
    : family_{f}, table_{std::make_shared<const table>(std::move(contents))} {}

distribution distribution::constant(double value) {
    assert(value >= 0);
    return {family::constant, value, 0};
}

distribution distribution::uniform(double low, double high) {
    assert(low >= 0 && low <= high);
    return low == high ? constant(low) : distribution{family::uniform, low, high};
}

distribution distribution::exponential(double mean) {
    assert(mean > 0);
    return {family::exponential, mean, 0};
}

distribution distribution::normal(double mean, double deviation) {
    assert(deviation >= 0 && mean >= -30 * deviation);
    return deviation == 0 ? constant(mean) : distribution{family::normal, mean, deviation};
}

distribution distribution::lognormal(double mu, double sigma) {
    assert(sigma >= 0);
    return sigma == 0 ? constant(exp(mu)) : distribution{family::lognormal, mu, sigma};
}

distribution distribution::lognormal_by_percentiles(double p50, double p99) {
    assert(0 < p50 && p50 <= p99);
    return p50 == p99 ? constant(p50) : lognormal(log(p50), log(p99 / p50) / normal_quantile(0.99));
}

distribution distribution::gamma(double shape, double scale) {
    assert(shape > 0 && scale > 0);
    return {family::gamma, shape, scale};
}

distribution distribution::weibull(double shape, double scale) {
    assert(shape > 0 && scale > 0);
    return {family::weibull, shape, scale};
}

distribution distribution::pareto(double shape, double scale) {
    assert(shape > 0 && scale > 0);
    return {family::pareto, shape, scale};
}

distribution distribution::mixture(std::vector<std::pair<double, distribution>> weighted) {
    double total = 0;
    for (const auto& [weight, part] : weighted) {
        assert(weight >= 0);
        total += weight;
    }
    assert(total > 0);
    table t;
    for (auto& [weight, part] : weighted)
        if (weight > 0) {
            t.probabilities.push_back(weight / total);
            t.parts.push_back(std::move(part));
        }
    if (t.parts.size() == 1)
        return std::move(t.parts.front());
    return {family::mixture, std::move(t)};
}

distribution distribution::empirical(std::vector<double> samples) {
    assert(!samples.empty());
    std::sort(samples.begin(), samples.end());
    assert(samples.front() >= 0);
    if (samples.front() == samples.back())
        return constant(samples.front());
    return {family::empirical, table{.probabilities = {}, .values = std::move(samples), .parts = {}}};
}

distribution distribution::quantiles(std::vector<std::pair<double, double>> points) {
    assert(!points.empty());
    table t;
    for (const auto& [probability, value] : points) {
        assert(probability >= 0 && probability <= 1 && value >= 0);
        assert(t.values.empty() || (probability > t.probabilities.back() && value >= t.values.back()));
        t.probabilities.push_back(probability);
        t.values.push_back(value);
    }
    if (t.values.front() == t.values.back())
        return constant(t.values.front());
    return {family::quantiles, std::move(t)};
}

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// The value at `position` (0: the first, 1: the second, ...) between neighbours.
double between(const std::vector<double>& values, double position) {
    if (position <= 0)
        return values.front();
    const double below = std::floor(position);
    if (below >= static_cast<double>(values.size() - 1))
        return values.back();
    const auto i = static_cast<std::size_t>(below);
    return values[i] + (position - below) * (values[i + 1] - values[i]);
}

/// Where `x` stands in rising `values`; the inverse of between(). Of equal values, the last.
double position_of(const std::vector<double>& values, double x) {
    const auto above = std::upper_bound(values.begin(), values.end(), x);
    if (above == values.begin() || above == values.end())
        return above == values.begin() ? 0 : static_cast<double>(values.size() - 1);
    const double low = *std::prev(above);
    return static_cast<double>(above - values.begin() - 1) + (x - low) / (*above - low);
}

/// The truncated normal's P(value > x): the share that lies above 0 is what it is measured against.
double normal_above(double mean, double deviation, double x) {
    return normal_cdf((mean - x) / deviation) / normal_cdf(mean / deviation);
}

} // namespace

double distribution::other_quantile(double u) const {
    assert(u > 0 && u < 1);
    switch (family_) {
    case family::uniform:
        return a_ + u * (b_ - a_);
    case family::exponential:
        return -a_ * log1p(-u);
    case family::normal:
        return std::max(0.0, a_ - b_ * normal_quantile((1 - u) * normal_cdf(a_ / b_)));
    case family::gamma:
        return b_ * portable::gamma_quantile(a_, {u, 1 - u});
    case family::weibull:
        return b_ * pow(-log1p(-u), 1 / a_);
    case family::pareto:
        return b_ * exp(-log1p(-u) / a_);
    case family::mixture:
        return mixture_quantile(u);
    case family::empirical:
        return between(table_->values, u * static_cast<double>(table_->values.size()) - 0.5);
    case family::quantiles:
        return between(table_->values, position_of(table_->probabilities, u));
    case family::constant:
    case family::lognormal:
        break;
    }
    return quantile(u);
}

double distribution::other_at_normal(double z) const {
    const bool untruncated = family_ == family::normal && a_ > 9 * b_;
    if (untruncated)
        return std::max(0.0, a_ + b_ * z);
    return other_quantile(std::clamp(normal_cdf(z), 0x1p-1000, 1 - 0x1p-53));
}

double distribution::cdf(double x) const {
    if (!(x >= 0))
        return 0;
    switch (family_) {
    case family::constant:
        return x >= a_ ? 1 : 0;
    case family::uniform:
        return std::clamp((x - a_) / (b_ - a_), 0.0, 1.0);
    case family::exponential:
        return -expm1(-x / a_);
    case family::normal:
        return std::max(0.0, 1 - normal_above(a_, b_, x));
    case family::lognormal:
        return normal_cdf((log(x) - a_) / b_);
    case family::gamma:
        return portable::gamma_cdf(a_, x / b_).below;
    case family::weibull:
        return x > 0 ? -expm1(-pow(x / b_, a_)) : 0;
    case family::pareto:
        return x > b_ ? -expm1(a_ * log(b_ / x)) : 0;
    case family::mixture:
        return cdf_without(table_->parts.size(), x);
    case family::empirical:
    case family::quantiles:
        break;
    }
    const auto& [probabilities, values, parts] = *table_;
    if (x < values.front())
        return 0;
    if (x >= values.back())
        return 1;
    const double position = position_of(values, x);
    return family_ == family::quantiles ? between(probabilities, position)
                                        : (position + 0.5) / static_cast<double>(values.size());
}

double distribution::above(double x) const {
    if (!(x >= 0))
        return 1;
    switch (family_) {
    case family::exponential:
        return exp(-x / a_);
    case family::normal:
        return std::min(1.0, normal_above(a_, b_, x));
    case family::lognormal:
        return x > 0 ? normal_cdf((a_ - log(x)) / b_) : 1;
    case family::gamma:
        return portable::gamma_cdf(a_, x / b_).above;
    case family::weibull:
        return x > 0 ? exp(-pow(x / b_, a_)) : 1;
    case family::pareto:
        return x > b_ ? exp(a_ * log(b_ / x)) : 1;
    case family::mixture: {
        double sum = 0;
        for (std::size_t i = 0; i < table_->parts.size(); ++i)
            sum += table_->probabilities[i] * table_->parts[i].above(x);
        return sum;
    }
    case family::constant:
    case family::uniform:
    case family::empirical:
    case family::quantiles:
        break;
    }
    return 1 - cdf(x); // of tables: as exact as their probabilities
}

double distribution::mean() const {
    switch (family_) {
    case family::constant:
    case family::exponential:
        return a_;
    case family::uniform:
        return (a_ + b_) / 2;
    case family::normal: {
        constexpr double inverse_sqrt_2pi = 0.398942280401432677939946;
        const double alpha = a_ / b_;
        return a_ + b_ * inverse_sqrt_2pi * exp(-0.5 * alpha * alpha) / normal_cdf(alpha);
    }
    case family::lognormal:
        return exp(a_ + b_ * b_ / 2);
    case family::gamma:
        return a_ * b_;
    case family::weibull:
        return b_ * exp(portable::log_gamma(1 + 1 / a_));
    case family::pareto:
        return a_ > 1 ? b_ * a_ / (a_ - 1) : infinity;
    case family::mixture:
    case family::empirical:
    case family::quantiles:
        break;
    }
    return table_mean();
}

double distribution::table_mean() const {
    const auto& [probabilities, values, parts] = *table_;
    double sum = 0;
    if (family_ == family::mixture) {
        for (std::size_t i = 0; i < parts.size(); ++i)
            sum += probabilities[i] * parts[i].mean();
        return sum;
    }
    if (family_ == family::empirical) {
        for (const double value : values)
            sum += value;
        return sum / static_cast<double>(values.size());
    }
    sum = probabilities.front() * values.front() + (1 - probabilities.back()) * values.back();
    for (std::size_t i = 1; i < values.size(); ++i)
        sum += (probabilities[i] - probabilities[i - 1]) * (values[i] + values[i - 1]) / 2;
    return sum;
}

/// P(value <= x, and not from part i).
double distribution::cdf_without(std::size_t i, double x) const {
    double sum = 0;
    for (std::size_t j = 0; j < table_->parts.size(); ++j)
        if (j != i)
            sum += table_->probabilities[j] * table_->parts[j].cdf(x);
    return sum;
}

/// Of F(x) = sum of w F_i(x) = u it follows that w F_i(x) <= u and w (1 - F_i(x)) <= 1 - u: two bounds
/// from each part. Where a bound is met with nothing of the other parts below it (as by a rare, far
/// tail), it is the value.
double distribution::mixture_quantile(double u) const {
    const auto& [weights, values, parts] = *table_;
    double low = infinity, high = 0, least = 0, most = infinity;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (u < weights[i]) {
            const double x = parts[i].quantile(u / weights[i]);
            if (cdf_without(i, x) == 0)
                return x;
            most = std::min(most, x);
        }
        if (1 - u < weights[i])
            least = std::max(least, parts[i].quantile(1 - (1 - u) / weights[i]));
        const double x = parts[i].quantile(u);
        low = std::min(low, x);
        high = std::max(high, x);
    }
    return solve_mixture(u, std::max(low, least), std::min(high, most));
}

double distribution::solve_mixture(double u, double low, double high) const {
    const auto excess = [&](double x) { return cdf(x) - u; };
    const double at_low = excess(low);
    if (at_low >= 0 || high <= low)
        return low;
    const double at_high = excess(high);
    if (at_high <= 0)
        return high;
    std::uintmax_t steps = 200;
    return boost::math::tools::toms748_solve(excess, low, high, at_low, at_high,
                                             boost::math::tools::eps_tolerance<double>(50), steps)
        .second;
}

distribution distribution::scaled(double factor) const {
    assert(factor > 0);
    auto result = *this;
    switch (family_) {
    case family::lognormal:
        result.a_ += log(factor);
        break;
    case family::gamma:
    case family::weibull:
    case family::pareto:
        result.b_ *= factor;
        break;
    case family::mixture:
    case family::empirical:
    case family::quantiles: {
        auto copy = *table_;
        for (auto& value : copy.values)
            value *= factor;
        for (auto& part : copy.parts)
            part = part.scaled(factor);
        return {family_, std::move(copy)};
    }
    case family::constant:
    case family::uniform:
    case family::exponential:
    case family::normal:
        result.a_ *= factor;
        result.b_ *= factor;
        break;
    }
    return result;
}

bool operator==(const distribution& left, const distribution& right) {
    if (left.family_ != right.family_ || left.a_ != right.a_ || left.b_ != right.b_)
        return false;
    return left.table_ == right.table_ || (left.table_ && right.table_ && *left.table_ == *right.table_);
}

} // namespace sendlab
