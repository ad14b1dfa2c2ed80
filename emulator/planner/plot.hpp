// A chart as values: what the SVG writer draws, and what the page shows with uPlot.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab::planner {

/// How the values of an axis are written.
enum class figure { count, probability, dollars, seconds, percent };
std::string figure_text(figure kind, double value);
/// "count", "probability", ...
std::string_view to_string(figure kind);

struct plot_axis {
    std::string title;
    figure kind = figure::count;
    bool logarithmic = false;
    double low = 0; // above 0 on a logarithmic axis
    double high = 1;
    std::vector<double> ticks{}; // inside of [low, high], rising

    /// From 0 at `low` to 1 at `high`, and beyond. What is below `low`, as 0 is on a logarithmic axis, stays there.
    [[nodiscard]] double position(double value) const;
};

/// An axis with round ticks: 1, 2 and 5 times a power of ten, on a logarithmic axis of more than two decades whole
/// decades. A linear axis ends on ticks.
plot_axis linear_axis(std::string title, figure kind, double low, double high);
plot_axis log_axis(std::string title, figure kind, double low, double high);

/// What a line, a band or a mark is about; it decides the colour.
enum class plot_role { first, second, target, own, recommended };
std::string_view to_string(plot_role role);

struct plot_series {
    std::string label;
    plot_role role = plot_role::first;
    std::vector<double> values; // one for each x; not a number where there is none
    bool stepped = false;       // a histogram: a value holds up to the next x
};

struct plot_band {
    std::string label;
    std::vector<double> low;
    std::vector<double> high;
};

/// A line across the whole plot.
struct plot_mark {
    std::string label;
    plot_role role = plot_role::target;
    bool vertical = false;
    double at = 0;
};

struct plot {
    std::string name;  // of its file: "timeout-probability"
    std::string title; // "P(an attempt times out)"
    std::string note;  // a sentence: what was counted, how
    plot_axis x;
    plot_axis y;
    std::vector<double> at; // the x values, rising
    std::vector<plot_series> series;
    std::optional<plot_band> band;
    std::vector<plot_mark> marks;
};

} // namespace sendlab::planner
