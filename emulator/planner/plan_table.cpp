#include "planner/plan_table.hpp"

#include "base/markup_text.hpp"
#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "base/units.hpp"
#include "planner/advice_text.hpp"
#include "planner/figure_text.hpp"
#include "planner/plan_text.hpp"

namespace sendlab::planner {

namespace {

using cells = std::vector<std::string>;

cells headers(const plan& planned) {
    return {"N",
            "files",
            "timed out",
            "P(time-out)",
            "95 % interval",
            "duplicates per M",
            "lost per M",
            "$ per M, " + exact_text(planned.billing_step),
            "$ per M, 100ms",
            "attempt p50/p99",
            "delivery p99"};
}

cells row_of(const planned_value& value) {
    const auto& counts = value.counts;
    const auto& p = value.timeout_probability;
    return {std::to_string(counts.emails_per_file),
            count_text(p.n),
            count_text(p.k),
            probability_text(p.value()),
            bounds_text(p.bounds),
            number_text(value.duplicates_per_million()),
            number_text(value.lost_per_million()),
            dollars_text(counts.cost_per_million()),
            dollars_text(counts.cost_per_million_100ms()),
            pair_text(counts.attempt_duration.p50(), counts.attempt_duration.p99()),
            text(counts.delivery.p99())};
}

std::string row_html(const cells& row, const std::string& tag, const std::string& style) {
    std::string out = style.empty() ? "<tr>" : "<tr class=\"" + style + "\">";
    for (const auto& cell : row)
        out += '<' + tag + '>' + markup_text(cell) + "</" + tag + '>';
    return out + "</tr>\n";
}

std::string class_of(const plan& planned, std::uint32_t value) {
    return value == planned.advice.largest_safe ? "recommended" : value == planned.own_value ? "own" : "";
}

} // namespace

std::string table_html(const plan& planned) {
    auto out = "<table>\n<thead>" + row_html(headers(planned), "th", "") + "</thead>\n<tbody>\n";
    for (const auto& value : planned.values)
        out += row_html(row_of(value), "td", class_of(planned, value.counts.emails_per_file));
    return out + "</tbody>\n</table>\n";
}

std::string table_note(const plan& planned) {
    return "N is EMAILS_PER_FILE. Per M: in a million e-mails; $ per M: per million delivered, attempts "
           "billed in "
           "steps of " +
           exact_text(planned.billing_step) + " and of 100ms. Durations are means of the runs' percentiles.";
}

std::string plan_markdown(const plan& planned) {
    auto out = "# " + planned.name + "\n\n" +
               (planned.interrupted ? "Interrupted: what was known so far.\n\n" : "") + advice_text(planned) +
               "\n";
    if (const auto binding = binding_text(planned); !binding.empty())
        out += '\n' + binding + '\n';
    if (planned.values.empty())
        return out;
    std::vector<text_table::column> columns;
    for (auto& header : headers(planned))
        columns.push_back({std::move(header)});
    text_table table{std::move(columns)};
    for (const auto& value : planned.values) {
        auto row = row_of(value);
        if (!class_of(planned, value.counts.emails_per_file).empty())
            row.front() = "**" + row.front() + "**";
        table.add_row(std::move(row));
    }
    return out + '\n' + table.markdown() + '\n' + table_note(planned) + "\n\n" + method_text(planned) +
           "\n\n" + caveat_text(planned) + '\n';
}

} // namespace sendlab::planner
