#include "planner/plan_page.hpp"

#include <cassert>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/embedded_file.hpp"
#include "base/json_value.hpp"
#include "base/markup_text.hpp"
#include "base/number_text.hpp"
#include "base/units.hpp"
#include "planner/advice_text.hpp"
#include "planner/figure_text.hpp"
#include "planner/measured/inputs_text.hpp"
#include "planner/plan_plots.hpp"
#include "planner/plan_table.hpp"
#include "planner/plan_text.hpp"
#include "planner/plot_svg.hpp"
#include "planner/sensitivity_text.hpp"

namespace sendlab::embedded {
std::span<const embedded_file> plan_page_files();
std::span<const embedded_file> uplot_files(); // none where they were not part of the build
} // namespace sendlab::embedded

namespace sendlab::planner {

namespace {

using nlohmann::ordered_json;

std::string_view page_file(std::string_view name) {
    const auto* found = find_embedded(embedded::plan_page_files(), name);
    assert(found);
    return found->bytes;
}

std::string_view uplot_file(std::string_view name) {
    const auto* found = find_embedded(embedded::uplot_files(), name);
    return found ? found->bytes : "";
}

std::string element(const std::string& tag, std::string_view attributes, std::string_view content) {
    return '<' + tag + (attributes.empty() ? "" : " ") + std::string{attributes} + '>' +
           std::string{content} + "</" + tag + ">\n";
}

std::string paragraph(std::string_view words, std::string_view attributes = "") {
    return words.empty() ? "" : element("p", attributes, markup_text(words));
}

// ---- data for the script

ordered_json numbers(const std::vector<double>& values) {
    auto out = ordered_json::array();
    for (const double value : values)
        out.push_back(std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr));
    return out;
}

ordered_json axis_document(const plot_axis& axis) {
    return {{"title", axis.title},
            {"kind", to_string(axis.kind)},
            {"logarithmic", axis.logarithmic},
            {"low", axis.low},
            {"high", axis.high},
            {"ticks", numbers(axis.ticks)}};
}

ordered_json plot_document(const plot& drawn) {
    ordered_json out{
        {"name", drawn.name},      {"x", axis_document(drawn.x)},     {"y", axis_document(drawn.y)},
        {"at", numbers(drawn.at)}, {"series", ordered_json::array()}, {"marks", ordered_json::array()}};
    for (const auto& series : drawn.series)
        out["series"].push_back({{"label", series.label},
                                 {"role", to_string(series.role)},
                                 {"stepped", series.stepped},
                                 {"values", numbers(series.values)}});
    if (drawn.band)
        out["band"] = {{"label", drawn.band->label},
                       {"low", numbers(drawn.band->low)},
                       {"high", numbers(drawn.band->high)}};
    for (const auto& mark : drawn.marks)
        out["marks"].push_back({{"label", mark.label},
                                {"role", to_string(mark.role)},
                                {"vertical", mark.vertical},
                                {"at", mark.at}});
    return out;
}

/// Inside of a script element only "</script" and "<!--" mean something: without < there is neither.
std::string plots_text(const std::vector<plot>& plots) {
    auto document = ordered_json::array();
    for (const auto& one : plots)
        document.push_back(plot_document(one));
    std::string out;
    for (const char c : json_text(document))
        out += c == '<' ? std::string{"\\u003c"} : std::string(1, c);
    return out;
}

// ---- parts of the page

std::string_view outcome_class(outcome what) {
    return what == outcome::found ? "found" : what == outcome::nothing_safe ? "nothing_safe" : "undecided";
}

std::string answer(const plan& planned) {
    const auto best = planned.advice.largest_safe;
    const auto number =
        best ? "EMAILS_PER_FILE=" + std::to_string(*best)
             : std::string{planned.advice.what == outcome::undecided ? "Undecided" : "No value is safe"};
    return element("div", "class=\"answer " + std::string{outcome_class(planned.advice.what)} + '"',
                   '\n' + paragraph(number, "class=\"number\"") +
                       paragraph(planned.interrupted ? "Interrupted: what was known so far." : "") +
                       paragraph(advice_text(planned)) + paragraph(binding_text(planned)) +
                       (planned.advice.what == outcome::undecided ? "" : paragraph(inputs_text(planned))));
}

std::string figure_element(const plot& drawn) {
    const auto caption =
        "\n<h2>" + markup_text(drawn.title) + "</h2>\n" + paragraph(drawn.note, "class=\"quiet\"");
    return element("figure", "id=\"" + drawn.name + '"',
                   element("figcaption", "", caption) + plot_svg(drawn, svg_use::page) +
                       "<div class=\"canvas\"></div>\n");
}

std::string charts(const std::vector<plot>& plots) {
    std::string figures;
    for (const auto& one : plots)
        figures += figure_element(one);
    return element("section", "class=\"charts\"", '\n' + figures);
}

std::string handler_text(const pipeline::handler_settings& handler) {
    using pipeline::handler_model;
    const auto in_flight = " " + std::to_string(handler.max_in_flight) + " at once";
    switch (handler.model) {
    case handler_model::sequential:
        return "one send after the other";
    case handler_model::checkpoint:
        return "keeps its progress;" + in_flight;
    case handler_model::deadline_aware:
        return "stops before the limit and uploads the rest;" + in_flight;
    case handler_model::parallel:
        break;
    }
    return "sends up to" + in_flight;
}

std::string facts(const plan& planned, const pipeline::settings& scenario) {
    const auto& function = scenario.lambda.function;
    const auto& handler = scenario.lambda.handler;
    const std::pair<std::string, std::string> rows[] = {
        {"Time limit, memory", text(function.timeout) + ", " + count_text(function.memory_mb) + " MB"},
        {"Handler", handler_text(handler)},
        {"Sends over", handler.transport == pipeline::send_transport::smtp ? "SMTP" : "SES"},
        {"Attempts of a file", "up to " + std::to_string(1 + function.maximum_retry_attempts)},
        {"Target", odds_text(planned.max_timeout_probability) + " files times out in its first attempt"},
        {"Latencies inside an invocation",
         planned.correlation == 0 ? "independent" : "correlated, " + number_text(planned.correlation)},
        {"Files", planned.coupled.unit == observation::file ? "do not interact" : "time out together"},
        {"Seed", std::to_string(planned.seed)}};
    std::string body;
    for (const auto& [name, value] : rows)
        body += "<tr><td>" + markup_text(name) + "</td><td>" + markup_text(value) + "</td></tr>\n";
    return element("table", "class=\"facts\"", '\n' + body);
}

std::string method(const plan& planned, const pipeline::settings& scenario) {
    return element("section", "",
                   "\n<h2>Assumptions and method</h2>\n" + facts(planned, scenario) +
                       paragraph(method_text(planned)) + paragraph(caveat_text(planned)));
}

std::string values_html(const plan& planned) {
    return element("section", "",
                   "\n<h2>Values</h2>\n" + paragraph(table_note(planned), "class=\"quiet\"") +
                       element("div", "class=\"scroll\"", '\n' + table_html(planned)));
}

std::string content(const plan& planned, const pipeline::settings& scenario, const std::vector<plot>& plots) {
    auto out = element("h1", "", markup_text("How many e-mails may stand in a file? " + planned.name)) +
               paragraph(scenario.description, "class=\"quiet\"") + answer(planned);
    if (planned.values.empty())
        return out;
    out += charts(plots) + values_html(planned) + sensitivity_html(planned) + method(planned, scenario);
    const std::string hint = has_live_charts() ? "Values under the pointer stand below each chart." : "";
    return out + element("footer", "",
                         '\n' + paragraph("Written by sendlab plan. " + hint, "class=\"quiet screen\""));
}

/// The template, with a part in place of each {{name}}.
std::string filled(std::string_view page,
                   const std::vector<std::pair<std::string_view, std::string>>& parts) {
    std::string out;
    while (!page.empty()) {
        const auto open = page.find("{{");
        out += page.substr(0, open);
        if (open == std::string_view::npos)
            break;
        const auto close = page.find("}}", open);
        const auto name = page.substr(open + 2, close - open - 2);
        for (const auto& [part, text] : parts) {
            if (part == name)
                out += text;
        }
        page.remove_prefix(close + 2);
    }
    return out;
}

std::string styles() {
    return std::string{uplot_file("uPlot.min.css")} + std::string{page_file("web/plot.css")} +
           std::string{page_file("web/plan.css")};
}

} // namespace

bool has_live_charts() {
    return !embedded::uplot_files().empty();
}

std::string_view plot_style() {
    return page_file("web/plot.css");
}

std::string plan_page(const plan& planned, const pipeline::settings& scenario,
                      const std::vector<attempt_durations>& durations) {
    const auto plots = plots_of(planned, durations);
    const auto scripts = has_live_charts() ? std::string{uplot_file("uPlot.iife.min.js")} +
                                                 "</script>\n<script>" + std::string{page_file("web/plan.js")}
                                           : "";
    return filled(page_file("web/plan.html"), {{"title", markup_text(planned.name + ": e-mails a file")},
                                               {"styles", styles()},
                                               {"content", content(planned, scenario, plots)},
                                               {"plots", plots_text(plots)},
                                               {"scripts", scripts}});
}

std::string page_of(const std::string& title, const std::string& content) {
    return filled(page_file("web/plan.html"), {{"title", markup_text(title)},
                                               {"styles", styles()},
                                               {"content", content},
                                               {"plots", "[]"},
                                               {"scripts", ""}});
}

} // namespace sendlab::planner
