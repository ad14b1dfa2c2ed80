// The families of distributions that scenario files know, as tables: what the parser and the schema are both
// made from.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/distribution.hpp"

namespace sendlab::scenario {

/// What a distribution is of, and how one such value is written.
struct quantity {
    std::string_view name;     // of its schema
    std::string_view value;    // the schema of one value
    std::string_view expected; // "a duration such as \"30ms\""
    bool takes_numbers;        // is a number without a unit a value?
    double bare_unit;          // what it means in a file of measurements, where it always is
    double log_unit;           // the natural logarithm of the unit that mu is a logarithm in
    std::optional<double> (*parse)(std::string_view); // a value with a unit
};
extern const quantity time_taken; // nanoseconds
extern const quantity bytes;
extern const quantity pieces;

struct parameter {
    std::string_view name;
    bool has_unit = false; // else it is a plain number
};

/// {"family": {"first": ..., "second": ...}}
struct shape {
    std::string_view family;
    parameter first;
    parameter second; // without a name: there is none, and the first may stand alone: {"family": ...}
    std::string_view rule;
    bool (*holds)(double first, double second);
    distribution (*make)(double first, double second, double log_unit);
};
std::span<const shape> shapes();
/// `{"p50": ..., "p99": ...} or {"mu": ..., "sigma": ...}`
std::string alternatives(std::string_view family);

/// All families, those without parameters included, in the order of the documentation.
inline constexpr std::array<std::string_view, 12> families{
    "constant", "uniform", "exponential", "normal",    "lognormal", "gamma",
    "weibull",  "pareto",  "mixture",     "empirical", "profile",   "measured"};
/// Those that `q` may have: only latencies have profiles, and models of measurements.
std::span<const std::string_view> families_of(const quantity& q);

} // namespace sendlab::scenario
