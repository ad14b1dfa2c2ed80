#include "planner/plan_plots.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/number_text.hpp"
#include "base/units.hpp"

namespace sendlab::planner {

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

double first_of(const plan& planned) {
    return planned.values.front().counts.emails_per_file;
}

double last_of(const plan& planned) {
    return planned.values.back().counts.emails_per_file;
}

plot_axis values_axis(const plan& planned) {
    constexpr double wide = 8; // times the smallest value: a linear axis would press the small ones together
    const double first = first_of(planned), last = last_of(planned);
    return last >= wide * first ? log_axis("EMAILS_PER_FILE", figure::count, first, last)
                                : linear_axis("EMAILS_PER_FILE", figure::count, first, last);
}

std::vector<plot_mark> marked_values(const plan& planned) {
    std::vector<plot_mark> out;
    if (const auto best = planned.advice.largest_safe)
        out.push_back({"recommended: " + std::to_string(*best), plot_role::recommended, true,
                       static_cast<double>(*best)});
    if (planned.find(planned.own_value) && planned.own_value != planned.advice.largest_safe)
        out.push_back({"yours: " + std::to_string(planned.own_value), plot_role::own, true,
                       static_cast<double>(planned.own_value)});
    return out;
}

/// A plot over the values of EMAILS_PER_FILE, still without series.
plot over_values(const plan& planned, std::string name, std::string title, std::string note) {
    plot out{.name = std::move(name),
             .title = std::move(title),
             .note = std::move(note),
             .x = values_axis(planned),
             .y = {},
             .at = {},
             .series = {},
             .band = {},
             .marks = marked_values(planned)};
    for (const auto& value : planned.values)
        out.at.push_back(value.counts.emails_per_file);
    return out;
}

template<class Figure>
plot_series series_of(const plan& planned, std::string label, plot_role role, const Figure& figure_of) {
    plot_series out{.label = std::move(label), .role = role, .values = {}};
    for (const auto& value : planned.values)
        out.values.push_back(figure_of(value));
    return out;
}

/// Low enough for the target and all that was seen, but not for what nobody could read.
double lowest_probability(const plan& planned) {
    double lowest = planned.max_timeout_probability / 10;
    for (const auto& value : planned.values) {
        if (const double p = value.timeout_probability.value(); p > 0)
            lowest = std::min(lowest, p);
    }
    lowest = std::max(lowest, planned.max_timeout_probability * 1e-4);
    double decade = 1;
    while (decade > lowest)
        decade /= 10;
    return decade;
}

plot timeouts_plot(const plan& planned) {
    auto out = over_values(planned, "timeout-probability", "P(time-out) of a file's first attempt",
                           "The band is the 95 % interval. What reaches the bottom is too rare for this "
                           "scale, or was never seen.");
    out.y = log_axis("P(time-out)", figure::probability, lowest_probability(planned), 1);
    out.series.push_back(series_of(planned, "P(time-out)", plot_role::first, [](const planned_value& v) {
        const double p = v.timeout_probability.value();
        return p > 0 ? p : gap;
    }));
    out.band = plot_band{.label = "95 % interval", .low = {}, .high = {}};
    for (const auto& value : planned.values) {
        out.band->low.push_back(value.timeout_probability.bounds.low);
        out.band->high.push_back(value.timeout_probability.bounds.high);
    }
    out.marks.push_back({"target: " + odds_text(planned.max_timeout_probability), plot_role::target, false,
                         planned.max_timeout_probability});
    return out;
}

plot copies_plot(const plan& planned) {
    auto out = over_values(planned, "duplicates-and-losses", "Duplicates and losses per million e-mails",
                           "None is drawn on the bottom line.");
    out.series.push_back(series_of(planned, "duplicates", plot_role::first,
                                   [](const planned_value& v) { return v.duplicates_per_million(); }));
    out.series.push_back(series_of(planned, "lost", plot_role::second,
                                   [](const planned_value& v) { return v.lost_per_million(); }));
    double lowest = 1, highest = 100;
    for (const auto& series : out.series) {
        for (const double value : series.values) {
            highest = std::max(highest, value);
            if (value > 0)
                lowest = std::min(lowest, value);
        }
    }
    out.y = log_axis("per million e-mails", figure::count, std::max(lowest / 2, 1e-3), highest);
    return out;
}

/// The costs up to where one of ten files times out: what it costs beyond that hides the rest.
plot cost_plot(const plan& planned) {
    auto out = over_values(planned, "cost", "Cost per million delivered e-mails",
                           "Duplicates cost too. Where time-outs are frequent the line leaves the chart.");
    double low = std::numeric_limits<double>::infinity(), high = 0;
    for (const auto& value : planned.values) {
        const double cost = value.counts.cost_per_million(),
                     cost_100ms = value.counts.cost_per_million_100ms();
        if (!std::isfinite(cost))
            continue;
        low = std::min({low, cost, cost_100ms});
        if (value.timeout_probability.value() <= 0.1 || high == 0)
            high = std::max({high, cost, cost_100ms});
    }
    const auto finite = [](double value) { return std::isfinite(value) ? value : gap; };
    out.series.push_back(
        series_of(planned, "billed in steps of " + text(planned.billing_step), plot_role::first,
                  [&](const planned_value& v) { return finite(v.counts.cost_per_million()); }));
    out.series.push_back(
        series_of(planned, "billed in steps of 100 ms", plot_role::second,
                  [&](const planned_value& v) { return finite(v.counts.cost_per_million_100ms()); }));
    out.y = linear_axis("US dollars per million", figure::dollars, std::isfinite(low) ? low : 0,
                        std::max(high, std::isfinite(low) ? low : 1));
    return out;
}

std::size_t bins_shown(const std::vector<attempt_durations>& durations) {
    std::size_t shown = attempt_durations::bins_to_limit + attempt_durations::bins_to_limit / 4;
    for (const auto& one : durations) {
        const auto& counts = one.counts;
        for (std::size_t bin = shown; bin + 1 < counts.size(); ++bin) {
            if (counts[bin] > 0)
                shown = bin + 1;
        }
    }
    return shown;
}

plot durations_plot(const plan& planned, const std::vector<attempt_durations>& durations) {
    const auto bins = bins_shown(durations);
    const double width = static_cast<double>(durations.front().bin.count()) / 1e9;
    plot out{.name = "attempt-duration",
             .title = "How long a first attempt would take without a time limit",
             .note = "",
             .x = linear_axis("seconds", figure::seconds, 0, width * static_cast<double>(bins)),
             .y = {},
             .at = {},
             .series = {},
             .band = {},
             .marks = {}};
    for (std::size_t bin = 0; bin <= bins; ++bin)
        out.at.push_back(width * static_cast<double>(bin));
    double highest = 0, lowest = 1;
    for (const auto& one : durations) {
        plot_series series{.label = "N=" + std::to_string(one.emails_per_file),
                           .role = one.emails_per_file == planned.own_value ? plot_role::own
                                                                            : plot_role::recommended,
                           .values = {},
                           .stepped = true};
        for (std::size_t bin = 0; bin < bins; ++bin)
            series.values.push_back(static_cast<double>(one.counts[bin]) /
                                    static_cast<double>(std::max<std::uint64_t>(one.attempts, 1)));
        series.values.push_back(0);
        highest = std::max(highest, *std::ranges::max_element(series.values));
        lowest = std::min(lowest, 0.5 / static_cast<double>(std::max<std::uint64_t>(one.attempts, 1)));
        out.note += (out.note.empty() ? "" : ", ") + count_text(one.attempts, "attempt") + " in " +
                    count_text(one.runs, "run") + " with " + series.label;
        out.series.push_back(std::move(series));
    }
    out.note += ". None is drawn on the bottom line.";
    out.y = log_axis("share of attempts", figure::percent, lowest, std::max(highest, lowest));
    out.marks.push_back({"time limit", plot_role::target, true,
                         width * static_cast<double>(attempt_durations::bins_to_limit)});
    return out;
}

} // namespace

std::vector<plot> plots_of(const plan& planned, const std::vector<attempt_durations>& durations) {
    if (planned.values.empty())
        return {};
    std::vector<plot> out{timeouts_plot(planned), copies_plot(planned), cost_plot(planned)};
    if (!durations.empty())
        out.push_back(durations_plot(planned, durations));
    return out;
}

} // namespace sendlab::planner
