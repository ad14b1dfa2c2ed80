#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "planner/figure_text.hpp"
#include "planner/measured/calibration.hpp"
#include "planner/measured/pareto_tail.hpp"

namespace sendlab::planner {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t page_width = 100;
constexpr std::size_t most_rows = 14;
constexpr double histogram_columns = 50;

/// As a scenario writes a duration: "61.25ms".
std::string duration_in_ms(double ms) {
    return number_text(ms, 12) + "ms";
}

// number_text groups digits, which scenarios do not know.
std::string without_commas(std::string text) {
    std::erase(text, ',');
    return text;
}

ordered_json law_document(const law_fit& fit) {
    if (fit.family == law::lognormal)
        return {{"lognormal", {{"mu", fit.first}, {"sigma", fit.second}}}};
    return {{std::string{to_string(fit.family)},
             {{"shape", fit.first}, {"scale", without_commas(duration_in_ms(fit.second))}}}};
}

ordered_json distribution_document(const calibration& c) {
    if (const auto* law = c.chosen())
        return law_document(*law);
    if (c.smallest == c.largest)
        return {{"constant", without_commas(duration_in_ms(c.largest))}};
    ordered_json points = ordered_json::object();
    for (const auto& [share, ms] : c.quantiles())
        points[without_commas(number_text(share, 12))] = without_commas(duration_in_ms(ms));
    return {{"empirical", {{"quantiles", points}}}};
}

ordered_json tail_document(const calibration& c) {
    if (!c.tail)
        return nullptr;
    return {{"from_ms", c.tail->from},
            {"share", c.tail->share},
            {"shape", c.tail->shape},
            {"scale_ms", c.tail->scale}};
}

ordered_json quantity_document(const calibration& c) {
    ordered_json out{{"distribution", distribution_document(c)},
                     {"n", c.n},
                     {"cut_off", c.cut_off},
                     {"ms",
                      {{"mean", c.mean},
                       {"min", c.smallest},
                       {"p50", c.p50},
                       {"p90", c.p90},
                       {"p99", c.p99},
                       {"max", c.largest}}},
                     {"correlation", c.correlation ? ordered_json(*c.correlation) : ordered_json(nullptr)},
                     {"invocations", c.invocations},
                     {"tail", tail_document(c)},
                     {"fits", ordered_json::array()},
                     {"warnings", c.warnings}};
    for (const auto& fit : c.fits)
        out["fits"].push_back({{"law", law_document(fit)},
                               {"log_likelihood", fit.log_likelihood},
                               {"distance", fit.distance},
                               {"fits", fit.fits}});
    return out;
}

std::string fit_text(const law_fit& fit) {
    const bool is_lognormal = fit.family == law::lognormal;
    return std::string{to_string(fit.family)} + (is_lognormal ? ", p50 " : ", shape ") +
           (is_lognormal ? number_text(fit.distribution_of().quantile(0.5)) + " ms, sigma "
                         : number_text(fit.first) + ", scale ") +
           number_text(fit.second) + (is_lognormal ? "" : " ms");
}

std::string fits_table(const calibration& c) {
    text_table table{
        {{"law", text_table::align::left}, {"likelihood"}, {"distance"}, {"", text_table::align::left}}};
    for (const auto& fit : c.fits)
        table.add_row({fit_text(fit), number_text(fit.log_likelihood, 6), percent_text(fit.distance),
                       &fit == c.chosen() ? "in the model"
                       : fit.fits         ? "fits too"
                                          : "does not fit"});
    return table.empty() ? "" : '\n' + table.plain(2);
}

/// At most 14 rows from the smallest value to the 99.5 % point, and one for all above; '#' is measured, '|' what the law expects.
std::string histogram(const calibration& c) {
    if (c.smallest == c.largest)
        return "";
    const auto tail = c.sorted[static_cast<std::size_t>(0.995 * static_cast<double>(c.n - 1))];
    const auto histogram_rows = std::clamp<std::size_t>(c.n / 5, 3, most_rows);
    const double width =
        (std::max(tail, c.smallest * 1.000001) - c.smallest) / static_cast<double>(histogram_rows);
    text_table table{{{"ms"}, {"n"}, {"", text_table::align::left}}};
    const auto law = c.chosen() ? std::optional{c.chosen()->distribution_of()} : std::nullopt;
    std::vector<std::pair<std::size_t, double>> rows; // measured, expected
    double most = 1;
    auto at = c.sorted.begin();
    for (std::size_t row = 0; row <= histogram_rows; ++row) {
        const double low = c.smallest + width * static_cast<double>(row), high = low + width;
        const auto end = row == histogram_rows ? c.sorted.end() : std::upper_bound(at, c.sorted.end(), high);
        const double share =
            law ? (row == histogram_rows ? 1 : law->cdf(high)) - (row == 0 ? 0 : law->cdf(low)) : 0;
        rows.emplace_back(static_cast<std::size_t>(end - at), share * static_cast<double>(c.n));
        most = std::max({most, static_cast<double>(rows.back().first), rows.back().second});
        at = end;
    }
    const auto columns = [&](double amount) {
        return static_cast<std::size_t>(amount / most * histogram_columns + 0.5);
    };
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto [measured, expected] = rows[row];
        std::string bar(columns(static_cast<double>(measured)), '#');
        if (law) {
            bar.resize(std::max(bar.size(), columns(expected) + 1), ' ');
            bar[columns(expected)] = '|';
        }
        const double low = c.smallest + width * static_cast<double>(row);
        table.add_row(
            {(row == histogram_rows ? "> " : "") + number_text(low), count_text(measured), std::move(bar)});
    }
    return '\n' + table.plain(2) + (law ? "  # measured, | what the law in the model expects\n" : "");
}

std::string title_of(const calibration& c) {
    if (c.what == "latency")
        return "Latency of a send";
    return c.what == "attempt" ? "Duration of an attempt" : "Cold start (Init phase)";
}

/// The value that the tail exceeds with this probability.
double tail_point(const measurement::tail& tail, double probability) {
    return with_tail(distribution::constant(0), tail).quantile(1 - probability);
}

/// What a law that was fitted to all values and a tail that was fitted to the largest say about what was not measured.
std::string tail_text(const calibration& c) {
    constexpr double rare = 1e-4;
    auto out = "Beyond " + number_text(c.tail->from) + " ms, the largest " + percent_text(c.tail->share) +
               ": generalized Pareto tail, shape " + number_text(c.tail->shape, 2) + ", scale " +
               number_text(c.tail->scale) + " ms. By it 1 in 10,000 values is above " +
               number_text(tail_point(*c.tail, rare)) + " ms";
    if (const auto* law = c.chosen())
        out += ", by the law above " + number_text(law->distribution_of().quantile(1 - rare)) + " ms";
    return out + '.';
}

std::string one_text(const calibration& c) {
    auto out = title_of(c) + ": " + count_text(c.n, "value") + "; p50 " + number_text(c.p50) + ", p90 " +
               number_text(c.p90) + ", p99 " + number_text(c.p99) + ", largest " + number_text(c.largest) +
               " ms\n";
    out += fits_table(c) + histogram(c);
    if (c.correlation)
        out += '\n' + wrapped("Sends of one invocation share " + percent_text(*c.correlation) +
                                  " of the variance of their log-latency: \"correlation\": " +
                                  number_text(*c.correlation, 2) + " in the scenario.",
                              page_width);
    if (c.tail)
        out += '\n' + wrapped(tail_text(c), page_width);
    for (const auto& warning : c.warnings)
        out += '\n' + wrapped(warning, page_width);
    return out;
}

} // namespace

std::string distribution_json(const calibration& calibrated) {
    return json_text(distribution_document(calibrated));
}

std::string model_json(const std::vector<calibration>& calibrated) {
    ordered_json document{{"sendlab_model", 1}, {"measured", ordered_json::object()}};
    for (const auto& one : calibrated)
        document["measured"][one.what] = quantity_document(one);
    return json_text(document, 2) + '\n';
}

std::string calibration_text(const std::vector<calibration>& calibrated) {
    std::string out;
    for (const auto& one : calibrated)
        out += (out.empty() ? "" : "\n") + one_text(one);
    return out;
}

} // namespace sendlab::planner
