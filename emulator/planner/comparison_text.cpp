#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/markup_text.hpp"
#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "base/units.hpp"
#include "planner/comparison.hpp"
#include "planner/figure_text.hpp"
#include "planner/plan_json.hpp"

namespace sendlab::planner {

namespace {

constexpr std::size_t page_width = 100;
constexpr double no_difference = 0.005; // US dollars per million

std::string words_of(const std::vector<setting>& settings) {
    std::string out;
    for (const auto& s : settings)
        out += (out.empty() ? "" : ", ") + s.key + '=' + s.value;
    return out;
}

std::string outcome_text(const plan& planned) {
    return planned.advice.what == outcome::undecided ? "undecided" : "none safe";
}

std::string per_million(double figure) {
    return figure > 0 && figure < 0.1 ? probability_text(figure) : number_text(figure);
}

std::vector<std::string> row_of(const variant& v, bool best) {
    std::vector<std::string> row{best ? ">" : v.on_front ? "*" : ""};
    for (const auto& s : v.settings)
        row.push_back(s.value);
    const auto* choice = v.choice();
    if (!choice) {
        row.push_back(outcome_text(v.planned));
        return row;
    }
    row.push_back(std::to_string(choice->counts.emails_per_file));
    row.push_back(std::to_string(*v.planned.advice.largest_safe));
    row.push_back(probability_text(choice->timeout_probability.value()));
    row.push_back(per_million(choice->duplicates_per_million()));
    row.push_back(per_million(choice->lost_per_million()));
    row.push_back(dollars_text(choice->counts.cost_per_million()));
    row.push_back(text(choice->counts.delivery.p99()));
    return row;
}

/// "lambda.timeout" is clear without its first word, as long as no other key ends alike.
std::string short_name(const std::string& key) {
    return key.substr(key.rfind('.') == std::string::npos ? 0 : key.rfind('.') + 1);
}

std::vector<std::string> headers(const comparison& compared) {
    std::vector<std::string> out{""};
    for (const auto& s : compared.variants.front().settings)
        out.push_back(short_name(s.key));
    for (const auto* name : {"N", "up to", "P(time-out)", "dupl./M", "lost/M", "$ per M", "delivery p99"})
        out.emplace_back(name);
    return out;
}

std::string row_html(const std::vector<std::string>& cells, const std::string& tag, std::string_view style) {
    std::string out = style.empty() ? "<tr>" : "<tr class=\"" + std::string{style} + "\">";
    for (const auto& cell : cells)
        out += '<' + tag + '>' + markup_text(cell) + "</" + tag + '>';
    return out + "</tr>\n";
}

std::string price_text(const setting_price& price) {
    const auto name = price.fixed.key + '=' + price.fixed.value;
    if (!price.more_per_million)
        return name + " has nothing that is surely safe";
    return name + (*price.more_per_million < no_difference
                       ? " costs nothing"
                       : " costs " + dollars_text(*price.more_per_million) + " more per million");
}

std::string variants_text(const comparison& compared) {
    std::vector<text_table::column> columns;
    for (auto& name : headers(compared))
        columns.push_back(
            {std::move(name), columns.empty() ? text_table::align::left : text_table::align::right});
    text_table out{std::move(columns)};
    for (std::size_t i = 0; i < compared.variants.size(); ++i)
        out.add_row(row_of(compared.variants[i], i == compared.best));
    return out.plain();
}

} // namespace

std::string comparison_table_html(const comparison& compared) {
    if (compared.variants.empty())
        return "";
    auto out = "<table>\n<thead>" + row_html(headers(compared), "th", "") + "</thead>\n<tbody>\n";
    for (std::size_t i = 0; i < compared.variants.size(); ++i) {
        const bool best = i == compared.best;
        out += row_html(row_of(compared.variants[i], best), "td", best ? "recommended" : "");
    }
    return out + "</tbody>\n</table>\n";
}

std::string best_text(const comparison& compared) {
    if (!compared.best)
        return "No combination has a safe value.";
    const auto& best = compared.variants[*compared.best];
    const auto& choice = *best.choice();
    return "Best: " + words_of(best.settings) +
           " with EMAILS_PER_FILE=" + std::to_string(choice.counts.emails_per_file) + ": " +
           dollars_text(choice.counts.cost_per_million()) + " per million, " +
           per_million(choice.duplicates_per_million()) + " duplicates and " +
           per_million(choice.lost_per_million()) + " lost per million.";
}

std::string prices_text(const comparison& compared) {
    std::string out = "Insisting on ";
    for (const auto& price : compared.prices)
        out += (&price == &compared.prices.front() ? "" : "; ") + price_text(price);
    return out + '.';
}

std::string comparison_text(const comparison& compared) {
    if (compared.variants.empty())
        return "";
    std::string out = compared.variants.front().planned.name + "\n\n" + variants_text(compared);
    out += wrapped(
        "> best, * as good as any in something (Pareto front of cost, duplicates, losses, delivery). N: the "
        "cheapest safe value, up to: the largest.",
        page_width);
    out += '\n' + wrapped(best_text(compared), page_width);
    if (compared.best)
        out += '\n' + wrapped(prices_text(compared), page_width);
    return out;
}

std::string comparison_json(const comparison& compared) {
    using nlohmann::ordered_json;
    ordered_json document{{"best", compared.best ? ordered_json(*compared.best) : ordered_json(nullptr)}};
    auto& prices = document["prices"] = ordered_json::array();
    for (const auto& price : compared.prices)
        prices.push_back({{"key", price.fixed.key},
                          {"value", price.fixed.value},
                          {"more_per_million", price.more_per_million ? ordered_json(*price.more_per_million)
                                                                      : ordered_json(nullptr)}});
    auto& variants = document["variants"] = ordered_json::array();
    for (const auto& v : compared.variants) {
        ordered_json settings = ordered_json::object();
        for (const auto& s : v.settings)
            settings[s.key] = s.value;
        variants.push_back({{"settings", settings},
                            {"on_front", v.on_front},
                            {"plan", ordered_json_value(plan_json(v.planned))}});
    }
    return json_text(document, 2) + '\n';
}

namespace {

std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

std::string csv_number(double value) {
    return json_text(nlohmann::json(value)); // the shortest that reads back
}

std::string csv_row(const variant& v, bool best) {
    std::string out;
    for (const auto& s : v.settings)
        out += csv_cell(s.value) + ',';
    out += std::string{best ? "yes" : "no"} + ',' + (v.on_front ? "yes" : "no");
    const auto* choice = v.choice();
    if (!choice)
        return out + ",,,,,,,\r\n";
    out += ',' + std::to_string(choice->counts.emails_per_file) + ',' +
           std::to_string(*v.planned.advice.largest_safe);
    for (const double figure : {choice->timeout_probability.value(), choice->duplicates_per_million(),
                                choice->lost_per_million(), choice->counts.cost_per_million(),
                                static_cast<double>(choice->counts.delivery.p99().count()) / 1e6})
        out += ',' + csv_number(figure);
    return out + "\r\n";
}

} // namespace

std::string comparison_csv(const comparison& compared) {
    std::string out;
    if (compared.variants.empty())
        return out;
    for (const auto& s : compared.variants.front().settings)
        out += csv_cell(s.key) + ',';
    out += "best,on_front,emails_per_file,largest_safe,timeout_probability,duplicates_per_million,lost_per_"
           "million,"
           "cost_per_million,delivery_p99_ms\r\n";
    for (std::size_t i = 0; i < compared.variants.size(); ++i)
        out += csv_row(compared.variants[i], i == compared.best);
    return out;
}

} // namespace sendlab::planner
