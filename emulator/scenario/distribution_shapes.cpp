#include "scenario/distribution_shapes.hpp"

#include <cmath>

#include "base/units.hpp"
#include "scenario/document.hpp"

namespace sendlab::scenario {

namespace {

template<class Result>
std::optional<double> as_double(const Result& value) {
    if (!value)
        return std::nullopt;
    if constexpr (requires { value->count(); })
        return static_cast<double>(value->count());
    else
        return static_cast<double>(*value);
}

bool positive(double a, double) {
    return a > 0;
}

/// Smaller shapes have tails beyond what a double holds.
constexpr double least_shape = 0.01;

constexpr shape all_shapes[] = {
    {"exponential",
     {"mean", true},
     {},
     "a mean above 0",
     positive,
     [](double mean, double, double) { return distribution::exponential(mean); }},
    {"normal",
     {"mean", true},
     {"deviation", true},
     "",
     [](double, double) { return true; },
     [](double mean, double deviation, double) { return distribution::normal(mean, deviation); }},
    {"lognormal",
     {"p50", true},
     {"p99", true},
     "p50 above 0 and p99 not below it",
     [](double p50, double p99) { return p50 > 0 && p50 <= p99; },
     [](double p50, double p99, double) { return distribution::lognormal_by_percentiles(p50, p99); }},
    {"lognormal",
     {"mu"},
     {"sigma"},
     "mu from -50 to 50 and sigma from 0 to 10",
     [](double mu, double sigma) { return std::abs(mu) <= 50 && sigma >= 0 && sigma <= 10; },
     [](double mu, double sigma, double log_unit) { return distribution::lognormal(mu + log_unit, sigma); }},
    {"gamma",
     {"shape"},
     {"scale", true},
     "a shape of at least 0.01 and a scale above 0",
     [](double a, double b) { return a >= least_shape && b > 0; },
     [](double a, double b, double) { return distribution::gamma(a, b); }},
    {"gamma",
     {"shape"},
     {"mean", true},
     "a shape of at least 0.01 and a mean above 0",
     [](double a, double b) { return a >= least_shape && b > 0; },
     [](double a, double mean, double) { return distribution::gamma(a, mean / a); }},
    {"weibull",
     {"shape"},
     {"scale", true},
     "a shape of at least 0.01 and a scale above 0",
     [](double a, double b) { return a >= least_shape && b > 0; },
     [](double a, double b, double) { return distribution::weibull(a, b); }},
    {"pareto",
     {"minimum", true},
     {"shape"},
     "a minimum above 0 and a shape of at least 0.01",
     [](double a, double b) { return a > 0 && b >= least_shape; },
     [](double minimum, double a, double) { return distribution::pareto(a, minimum); }},
};

} // namespace

const quantity time_taken{"latency",
                          "duration",
                          "a duration such as \"30ms\"",
                          false,
                          1e6,
                          13.815510557964274, // ln(1e6): milliseconds
                          [](std::string_view text) { return as_double(parse_duration(text)); }};
const quantity bytes{
    "size_distribution", "size", "a size such as \"8KB\"", true, 1, 0, [](std::string_view text) {
        return as_double(parse_size(text));
    }};
const quantity pieces{
    "count_distribution", "amount", "a number of 0 or more", true, 1, 0, [](std::string_view) {
        return std::optional<double>{};
    }};

std::span<const shape> shapes() {
    return all_shapes;
}

std::span<const std::string_view> families_of(const quantity& q) {
    return std::span{families}.first(&q == &time_taken ? families.size() : families.size() - 2);
}

std::string alternatives(std::string_view family) {
    std::string text;
    for (const auto& s : shapes()) {
        if (s.family != family)
            continue;
        text += (text.empty() ? "{" : " or {") + quote(s.first.name) + ": ...";
        if (!s.second.name.empty())
            text += ", " + quote(s.second.name) + ": ...";
        text += '}';
    }
    return text;
}

} // namespace sendlab::scenario
