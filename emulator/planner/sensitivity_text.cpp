#include "planner/sensitivity_text.hpp"

#include "base/markup_text.hpp"
#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "planner/figure_text.hpp"

namespace sendlab::planner {

namespace {

/// "+4.1 %", "-12 %", "up to 0.023", "ten times as much"
std::string limit_text(const drift& d) {
    if (!d.limit)
        return d.is_correlation ? "by 0.1 and more"
               : d.grows        ? "to ten times and more"
                                : "to a tenth and less";
    if (d.is_correlation)
        return "to " + number_text(*d.limit, 2);
    const double share = d.grows ? *d.limit - 1 : 1 - 1 / *d.limit;
    return (d.grows ? '+' : '-') + percent_text(share);
}

std::string worse_text(const drift& d) {
    return d.is_correlation ? "0.1 more" : d.grows ? "10 % more" : "a factor 1.1 less";
}

std::string after_text(const drift& d) {
    return d.after_a_tenth == 0 ? "none safe" : std::to_string(d.after_a_tenth);
}

std::string introduction(const plan& planned) {
    return "How far an input may drift, alone, before EMAILS_PER_FILE=" +
           std::to_string(*planned.advice.largest_safe) + " is no longer safe, and what is safe then:";
}

} // namespace

std::string sensitivity_text(const plan& planned) {
    constexpr std::size_t page_width = 100;
    text_table table{
        {{"", text_table::align::left}, {"may drift"}, {"with", text_table::align::left}, {"safe"}}};
    for (const auto& d : planned.drifts)
        table.add_row({d.key, limit_text(d), worse_text(d), after_text(d)});
    return wrapped(introduction(planned), page_width) + '\n' + table.plain(2);
}

std::string sensitivity_html(const plan& planned) {
    if (planned.drifts.empty())
        return "";
    std::string rows = "<tr><th></th><th>may drift</th><th>with</th><th>safe</th></tr>\n";
    for (const auto& d : planned.drifts) {
        rows += "<tr>";
        for (const auto& cell : {d.key, limit_text(d), worse_text(d), after_text(d)})
            rows += "<td>" + markup_text(cell) + "</td>";
        rows += "</tr>\n";
    }
    return "<section id=\"sensitivity\">\n<h2>What moves the answer</h2>\n<p class=\"quiet\">" +
           markup_text(introduction(planned)) + "</p>\n<div class=\"scroll\"><table class=\"facts\">\n" +
           rows + "</table></div>\n</section>\n";
}

} // namespace sendlab::planner
