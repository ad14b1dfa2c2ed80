#include "planner/measured/law_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "base/portable_math.hpp"
#include "base/special_functions.hpp"

namespace sendlab::planner {

namespace {

using portable::exp;
using portable::log;
using portable::log_gamma;

constexpr double half_log_2pi = 0.918938533204672741780;
constexpr double close_enough = 0.02;
constexpr double stephens_limit = 0.9;

struct moments {
    double n = 0;
    double mean = 0;
    double mean_log = 0;
    double deviation_log = 0; // with n in the denominator
};

moments moments_of(std::span<const double> values) {
    moments m;
    m.n = static_cast<double>(values.size());
    for (const double x : values) {
        m.mean += x / m.n;
        m.mean_log += log(x) / m.n;
    }
    for (const double x : values)
        m.deviation_log += (log(x) - m.mean_log) * (log(x) - m.mean_log) / m.n;
    m.deviation_log = std::sqrt(m.deviation_log);
    return m;
}

/// The root of a rising function between two bounds above 0, halving their ratio.
template<class Function>
double root_of(double low, double high, const Function& rising) {
    for (int i = 0; i < 100 && high / low > 1 + 1e-13; ++i) {
        const double middle = std::sqrt(low * high);
        (rising(middle) < 0 ? low : high) = middle;
    }
    return std::sqrt(low * high);
}

/// The derivative of log Gamma: recurrence up to 10, then Stirling's series (Abramowitz and Stegun 6.3.18).
double digamma(double x) {
    double sum = 0;
    for (; x < 10; ++x)
        sum -= 1 / x;
    const double y = 1 / (x * x);
    return sum + log(x) - 0.5 / x -
           y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))));
}

law_fit lognormal_fit(const moments& m) {
    const double s = m.deviation_log;
    return {.family = law::lognormal,
            .first = m.mean_log,
            .second = s,
            .log_likelihood = -m.n * (log(s) + half_log_2pi + 0.5 + m.mean_log)};
}

/// log k - digamma(k) = log mean - mean log; the left side falls as k grows.
law_fit gamma_fit(const moments& m) {
    const double gap = log(m.mean) - m.mean_log;
    const double k = root_of(1e-3, 1e9, [gap](double shape) { return gap - (log(shape) - digamma(shape)); });
    const double scale = m.mean / k;
    return {.family = law::gamma,
            .first = k,
            .second = scale,
            .log_likelihood = m.n * ((k - 1) * m.mean_log - k - k * log(scale) - log_gamma(k))};
}

/// sum x^k log x / sum x^k - 1 / k = mean log; values are taken relative to the largest, so that no power overflows.
law_fit weibull_fit(std::span<const double> sorted, const moments& m) {
    const double largest = sorted.back();
    const auto sums = [&](double k) {
        std::array<double, 2> out{};
        for (const double x : sorted) {
            const double relative = log(x / largest);
            const double power = exp(k * relative);
            out[0] += power;
            out[1] += power * relative;
        }
        return out;
    };
    const double k = root_of(1e-2, 1e4, [&](double shape) {
        const auto [powers, weighted] = sums(shape);
        return weighted / powers - 1 / shape - (m.mean_log - log(largest));
    });
    const double scale = largest * exp(log(sums(k)[0] / m.n) / k);
    return {.family = law::weibull,
            .first = k,
            .second = scale,
            .log_likelihood = m.n * (log(k) - k * log(scale) + (k - 1) * m.mean_log - 1)};
}

double distance_between(std::span<const double> sorted, const distribution& fitted) {
    const auto n = static_cast<double>(sorted.size());
    double largest = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const double share = fitted.cdf(sorted[i]);
        const auto below = static_cast<double>(i);
        largest = std::max({largest, share - below / n, (below + 1) / n - share});
    }
    return largest;
}

} // namespace

std::string_view to_string(law family) {
    constexpr std::array<std::string_view, 3> names{"lognormal", "gamma", "weibull"};
    return names[static_cast<std::size_t>(family)];
}

distribution law_fit::distribution_of() const {
    switch (family) {
    case law::gamma:
        return distribution::gamma(first, second);
    case law::weibull:
        return distribution::weibull(first, second);
    case law::lognormal:
        break;
    }
    return distribution::lognormal(first, second);
}

std::vector<law_fit> fit_laws(std::span<const double> sorted) {
    if (sorted.size() < 3 || sorted.front() <= 0 || sorted.front() == sorted.back())
        return {};
    const auto m = moments_of(sorted);
    std::vector<law_fit> fits{lognormal_fit(m), gamma_fit(m), weibull_fit(sorted, m)};
    for (auto& fit : fits) {
        fit.distance = distance_between(sorted, fit.distribution_of());
        fit.fits = fit.distance * std::sqrt(m.n) < stephens_limit || fit.distance < close_enough;
    }
    std::ranges::stable_sort(fits, std::greater{}, &law_fit::log_likelihood);
    return fits;
}

double correlation_inside_groups(std::span<const double> values, std::span<const std::uint64_t> groups) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    constexpr std::size_t fewest_groups = 20;
    struct group {
        double n = 0, sum = 0, squares = 0;
    };
    std::map<std::uint64_t, group> by_group;
    for (std::size_t i = 0; i < values.size() && i < groups.size(); ++i) {
        if (values[i] <= 0)
            return nothing;
        auto& g = by_group[groups[i]];
        const double x = log(values[i]);
        ++g.n;
        g.sum += x;
        g.squares += x * x;
    }
    std::erase_if(by_group, [](const auto& one) { return one.second.n < 2; });
    if (by_group.size() < fewest_groups)
        return nothing;
    double n = 0, sum = 0, between = 0, within = 0, n_squared = 0;
    for (const auto& [id, g] : by_group) {
        n += g.n;
        sum += g.sum;
        n_squared += g.n * g.n;
        within += std::max(0.0, g.squares - g.sum * g.sum / g.n);
    }
    for (const auto& [id, g] : by_group)
        between += g.n * (g.sum / g.n - sum / n) * (g.sum / g.n - sum / n);
    const auto count = static_cast<double>(by_group.size());
    const double mean_between = between / (count - 1), mean_within = within / (n - count);
    const double size = (n - n_squared / n) / (count - 1);
    const double total = mean_between + (size - 1) * mean_within;
    return total > 0 ? std::max(0.0, (mean_between - mean_within) / total) : nothing;
}

} // namespace sendlab::planner
