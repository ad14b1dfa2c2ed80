#include "planner/plot.hpp"

#include <limits>

#include <catch2/catch.hpp>

#include "planner/plan_plots.hpp"
#include "planner/plot_svg.hpp"
#include "sample_plan.hpp"

using namespace sendlab;
using namespace sendlab::planner;

namespace {

std::size_t count_of(const std::string& text, const std::string& words) {
    std::size_t found = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
        ++found;
    return found;
}

plot small_plot() {
    return {.name = "small",
            .title = "a < b & \"c\"",
            .note = "",
            .x = linear_axis("x", planner::figure::count, 0, 10),
            .y = log_axis("y", planner::figure::probability, 1e-3, 1),
            .at = {0, 5, 10},
            .series = {{.label = "one", .role = plot_role::first, .values = {1, 0.1, 0}}},
            .band = {},
            .marks = {}};
}

} // namespace

TEST_CASE("a linear axis begins and ends on round ticks") {
    const auto axis = linear_axis("x", planner::figure::dollars, 100.2, 188);
    CHECK(axis.low == 100);
    CHECK(axis.high == 200);
    CHECK(axis.ticks == std::vector<double>{100, 120, 140, 160, 180, 200});
    CHECK(linear_axis("x", planner::figure::count, 3, 3).ticks.size() > 1);
}

TEST_CASE("a logarithmic axis has decades, and 2 and 5 where there are few") {
    CHECK(log_axis("x", planner::figure::count, 1, 200).ticks ==
          std::vector<double>{1, 2, 5, 10, 20, 50, 100, 200});
    CHECK(log_axis("p", planner::figure::probability, 1e-5, 1).ticks.size() == 6);
    CHECK(log_axis("x", planner::figure::count, 7, 7).position(7) == 0);
}

TEST_CASE("what is below the axis lies on its bottom, what is above is above") {
    const auto axis = log_axis("p", planner::figure::probability, 1e-4, 1);
    CHECK(axis.position(0) == 0);
    CHECK(axis.position(1e-2) == Approx(0.5));
    CHECK(axis.position(100) == Approx(1.5));
}

TEST_CASE("figures of an axis") {
    CHECK(figure_text(planner::figure::probability, 1e-4) == "1e-4");
    CHECK(figure_text(planner::figure::probability, 1.5e-4) == "1.5e-4");
    CHECK(figure_text(planner::figure::dollars, 100) == "$100.00");
    CHECK(figure_text(planner::figure::percent, 0.05) == "5 %");
}

TEST_CASE("a drawing escapes what the scenario calls itself, and is the same each time") {
    const auto svg = plot_svg(small_plot(), svg_use::file);
    CHECK(svg.find("a &lt; b &amp; &quot;c&quot;") != std::string::npos);
    CHECK(svg == plot_svg(small_plot(), svg_use::file));
    CHECK(svg.find("<style>") != std::string::npos);
    CHECK(plot_svg(small_plot(), svg_use::page).find("<style>") == std::string::npos);
}

TEST_CASE("a line is broken where there is no value") {
    auto drawn = small_plot();
    CHECK(count_of(plot_svg(drawn, svg_use::page), "<circle") == 3);
    drawn.series[0].values[1] = std::numeric_limits<double>::quiet_NaN();
    const auto svg = plot_svg(drawn, svg_use::page);
    CHECK(count_of(svg, "<circle") == 2);
    CHECK(svg.find("nan") == std::string::npos);
}

TEST_CASE("a plan's charts mark the target, the recommended value and the user's own") {
    const auto plots = plots_of(article_plan(), {});
    REQUIRE(plots.size() == 3);
    const auto& marks = plots[0].marks;
    REQUIRE(marks.size() == 3);
    CHECK(marks[0].label == "recommended: 20");
    CHECK(marks[1].label == "yours: 25");
    CHECK(marks[2].label == "target: 1 in 10,000");
    CHECK(plots[0].y.low < 1e-4);
    CHECK(std::isnan(plots[0].series[0].values[0])); // no file timed out: there is a band, but no point
    CHECK(plots[0].band->high[0] == Approx(4.1e-5).epsilon(0.01));
}

TEST_CASE("a plan without values has no charts") {
    CHECK(plots_of(plan_of({}), {}).empty());
}

TEST_CASE("values of which nothing was delivered do not stretch the cost axis") {
    auto planned = plan_of({{1, 0, 1'000}, {50, 1'000, 1'000}});
    planned.values[1].counts.accepted = 0;
    const auto plots = plots_of(planned, {});
    CHECK(plots[2].y.high < 1'000);
    CHECK(std::isnan(plots[2].series[0].values[1]));
}

TEST_CASE("how long attempts would take does not end at the time limit") {
    using namespace std::chrono_literals;
    pipeline::settings scenario;
    scenario.length = 20s;
    scenario.application.requests = pipeline::fixed_arrivals{5s};
    scenario.application.emails_per_request = distribution::constant(40);
    scenario.lambda.handler.cpu_per_email = 10ms; // and 128 MB: 138 ms each, 40 of them past 3 s
    scenario.lambda.function.timeout = 3s;
    const auto measured = durations_of_attempts(scenario, 40);
    CHECK(measured.bin == 50ms);
    CHECK(measured.attempts == measured.runs * 4);
    std::uint64_t beyond = 0;
    for (std::size_t i = attempt_durations::bins_to_limit; i < measured.counts.size(); ++i)
        beyond += measured.counts[i];
    CHECK(beyond == measured.attempts);
}
