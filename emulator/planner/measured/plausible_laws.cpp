#include "planner/measured/plausible_laws.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

#include "base/portable_math.hpp"
#include "base/random_source.hpp"
#include "base/statistics.hpp"
#include "planner/measured/pareto_tail.hpp"

namespace sendlab::planner {

namespace {

constexpr double not_much_less_likely = 3; // of the log-likelihood: a twentieth

/// The derivative of digamma: recurrence up to 10, then its asymptotic series (Abramowitz and Stegun 6.4.12).
double trigamma(double x) {
    double sum = 0;
    for (; x < 10; ++x)
        sum += 1 / (x * x);
    const double y = 1 / (x * x);
    return sum + 1 / x + y / 2 + y / x * (1.0 / 6 - y * (1.0 / 30 - y * (1.0 / 42 - y / 30)));
}

template<class Law>
std::pair<distribution, distribution> both_ways(double width, const Law& law_at) {
    return {law_at(-width), law_at(width)};
}

law_limits lognormal_limits(double mu, double sigma, double t, double n) {
    return {distribution::lognormal(mu, sigma),
            {both_ways(t * sigma / std::sqrt(n),
                       [&](double d) { return distribution::lognormal(mu + d, sigma); }),
             both_ways(t / std::sqrt(2 * (n - 1)),
                       [&](double d) { return distribution::lognormal(mu, sigma * portable::exp(d)); })}};
}

/// By mean and shape, whose estimates are independent.
law_limits gamma_limits(double shape, double scale, double t, double n) {
    const double mean = shape * scale;
    const double shape_width = t / std::sqrt(n * shape * (shape * trigamma(shape) - 1));
    return {distribution::gamma(shape, scale),
            {both_ways(t / std::sqrt(n * shape),
                       [&](double d) { return distribution::gamma(shape, scale * portable::exp(d)); }),
             both_ways(shape_width, [&](double d) {
                 const double k = shape * portable::exp(d);
                 return distribution::gamma(k, mean / k);
             })}};
}

/// The logarithm is a Gumbel variable, by location and spread b = 1 / shape: variances 1.1087 b^2 / n and 0.6079 b^2 / n,
/// covariance -0.2570 b^2 / n (N. L. Johnson, S. Kotz, N. Balakrishnan, Continuous Univariate Distributions 2, 1995, 22.9),
/// so that location + 0.4228 spread and spread are independent.
law_limits weibull_limits(double shape, double scale, double t, double n) {
    constexpr double along = 0.4228;
    return {distribution::weibull(shape, scale),
            {both_ways(t / (shape * std::sqrt(n)),
                       [&](double d) { return distribution::weibull(shape, scale * portable::exp(d)); }),
             both_ways(t * std::sqrt(0.6079 / n), [&](double d) {
                 const double spread = portable::exp(d) / shape;
                 return distribution::weibull(1 / spread,
                                              scale * portable::exp(along * (1 / shape - spread)));
             })}};
}

std::optional<law_limits> limits_of(const measurement::fit& fit, double t, double n) {
    const auto [first, second] = fit.law.parameters();
    if (fit.family == "lognormal")
        return lognormal_limits(first, second, t, n);
    if (fit.family == "gamma")
        return gamma_limits(first, second, t, n);
    if (fit.family == "weibull")
        return weibull_limits(first, second, t, n);
    return std::nullopt;
}

/// E-mails of an invocation, on average; 1 where invocations are not known.
double group_size(const measurement& from) {
    return from.invocations == 0
               ? 1
               : std::max(1.0, static_cast<double>(from.n) / static_cast<double>(from.invocations));
}

} // namespace

double effective_values(const measurement& from) {
    return static_cast<double>(from.n) / (1 + (group_size(from) - 1) * from.correlation.value_or(0));
}

std::vector<law_limits> plausible_laws(const measurement& from) {
    std::vector<law_limits> out;
    const double n = std::max(4.0, effective_values(from));
    const double t = student_t_quantile(sure, n - 2);
    for (const auto& fit : from.fits) {
        if (fit.log_likelihood < from.fits.front().log_likelihood - not_much_less_likely)
            continue;
        if (auto limits = limits_of(fit, t, n))
            out.push_back(std::move(*limits));
    }
    return out;
}

std::pair<double, double> correlation_limits(const measurement& from) {
    const double size = group_size(from), groups = static_cast<double>(from.invocations);
    if (!from.correlation || size <= 1 || groups < 3)
        return {0, 1};
    const double rho = *from.correlation;
    const double deviation =
        (1 - rho) * (1 + (size - 1) * rho) * std::sqrt(2 / (size * (size - 1) * (groups - 1)));
    const double reach = student_t_quantile(sure, groups - 1) * deviation;
    return {std::max(0.0, rho - reach), std::min(0.999, rho + reach)};
}

std::vector<double> order_statistics(const distribution& values, std::uint64_t n) {
    std::vector<double> out(n);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = values.quantile((static_cast<double>(i) + 0.5) / static_cast<double>(n));
    return out;
}

std::vector<distribution> resampled(const distribution& values, std::uint64_t n, std::size_t samples) {
    const auto chance = random_source{n}.stream("planner.resampled");
    const auto original = order_statistics(values, n);
    std::vector<distribution> out;
    for (std::uint32_t sample = 0; sample < samples; ++sample) {
        std::vector<double> drawn(original.size());
        for (std::size_t i = 0; i < drawn.size(); ++i)
            drawn[i] = original[static_cast<std::size_t>(chance.uniform(i, sample) * static_cast<double>(n))];
        std::ranges::sort(drawn);
        const auto tail = fit_tail(drawn);
        const auto body = distribution::empirical(std::move(drawn));
        out.push_back(tail && !body.is_constant() ? with_tail(body, *tail) : body);
    }
    return out;
}

} // namespace sendlab::planner
