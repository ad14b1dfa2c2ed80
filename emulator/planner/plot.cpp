#include "planner/plot.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "base/number_text.hpp"
#include "base/portable_math.hpp"
#include "planner/figure_text.hpp"

namespace sendlab::planner {

namespace {

double power_of_ten(int exponent) {
    double out = 1;
    for (int i = 0; i < std::abs(exponent); ++i)
        out *= 10;
    return exponent < 0 ? 1 / out : out;
}

/// The largest power of ten that is not above `value`.
int decade_of(double value) {
    int decade = static_cast<int>(std::floor(portable::log(value) / portable::log(10.0)));
    while (power_of_ten(decade + 1) <= value)
        ++decade;
    while (power_of_ten(decade) > value)
        --decade;
    return decade;
}

/// The smallest of 1, 2 and 5 times a power of ten that is at least `wanted`.
double round_step(double wanted) {
    const double decade = power_of_ten(decade_of(wanted));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * decade >= wanted)
            return factor * decade;
    }
    return 10 * decade;
}

} // namespace

std::string figure_text(figure kind, double value) {
    switch (kind) {
    case figure::probability: {
        auto out = probability_text(value);
        if (const auto zero = out.find(".0e"); zero != std::string::npos)
            out.erase(zero, 2);
        return out;
    }
    case figure::dollars:
        return dollars_text(value);
    case figure::seconds:
        return number_text(value, 4) + " s";
    case figure::percent:
        return percent_text(value);
    case figure::count:
        break;
    }
    return number_text(value, 4);
}

std::string_view to_string(figure kind) {
    constexpr std::array<std::string_view, 5> names{"count", "probability", "dollars", "seconds", "percent"};
    return names[static_cast<std::size_t>(kind)];
}

std::string_view to_string(plot_role role) {
    constexpr std::array<std::string_view, 5> names{"first", "second", "target", "own", "recommended"};
    return names[static_cast<std::size_t>(role)];
}

double plot_axis::position(double value) const {
    const double shown = std::max(value, low);
    if (!logarithmic)
        return (shown - low) / (high - low);
    return portable::log(shown / low) / portable::log(high / low);
}

plot_axis linear_axis(std::string title, figure kind, double low, double high) {
    assert(std::isfinite(low) && std::isfinite(high) && low <= high);
    if (low == high)
        high = low + 1;
    const double step = round_step((high - low) / 6);
    const double first = std::floor(low / step), last = std::ceil(high / step);
    plot_axis out{
        .title = std::move(title), .kind = kind, .low = first * step, .high = last * step, .ticks = {}};
    for (double i = first; i <= last; ++i)
        out.ticks.push_back(i * step);
    return out;
}

plot_axis log_axis(std::string title, figure kind, double low, double high) {
    assert(0 < low && low <= high && std::isfinite(high));
    if (low == high)
        high = 2 * low;
    plot_axis out{
        .title = std::move(title), .kind = kind, .logarithmic = true, .low = low, .high = high, .ticks = {}};
    const int first = decade_of(low), last = decade_of(high);
    const bool whole_decades = last - first > 2;
    for (int decade = first; decade <= last; ++decade) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double tick = factor * power_of_ten(decade);
            if (tick >= low && tick <= high && (factor == 1 || !whole_decades))
                out.ticks.push_back(tick);
        }
    }
    return out;
}

} // namespace sendlab::planner
