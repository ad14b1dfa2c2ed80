#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "base/units.hpp"
#include "planner/figure_text.hpp"
#include "planner/verification.hpp"

namespace sendlab::planner {

namespace {

using pipeline::metric_kind;

std::string value_text(metric_kind kind, double value) {
    if (kind == metric_kind::time)
        return text(duration{static_cast<duration::rep>(value)});
    return kind == metric_kind::ratio ? percent_text(value) : number_text(value);
}

/// A share carries its n.
std::string observed_text(const held_figure& f) {
    if (f.kind != metric_kind::ratio)
        return value_text(f.kind, f.observed);
    return share_text(static_cast<std::uint64_t>(f.observed * static_cast<double>(f.n) + 0.5), f.n);
}

std::string row_text(const held_figure& f) {
    return f.how == agreement::agrees ? "" : std::string{to_string(f.how)};
}

text_table table_of(const verification& held) {
    using enum text_table::align;
    text_table table{{{"", left}, {"observed"}, {"predicted"}, {"95 % between"}, {"z"}, {"", left}}};
    for (const auto& f : held.figures)
        table.add_row({std::string{f.meaning}, observed_text(f), value_text(f.kind, f.predicted),
                       value_text(f.kind, f.low) + " .. " + value_text(f.kind, f.high),
                       number_text(std::round(f.z * 10) / 10), row_text(f)});
    return table;
}

/// Which way the handler differs decides what there is to do.
std::string advice_of(const verification& held) {
    const auto above = [&](std::string_view name) {
        for (const auto& f : held.figures)
            if (f.name == name && f.how == agreement::differs)
                return f.observed > f.predicted ? 1 : -1;
        return 0;
    };
    if (above("errors.share") > 0)
        return "Attempts of the real handler end with errors that the model does not have: look at them with "
               "--verbose.";
    const std::string measure = " Measure it, and plan with what was measured: sendlab plan --live.";
    const int direction = above("duration.mean") + above("duration.p50");
    if (direction > 0)
        return "The real handler is slower than the model of it: the recommendation is not safe." + measure;
    if (direction < 0)
        return "The real handler is faster than the model of it: the recommendation is safe, and may be too "
               "small." +
               measure;
    return "The real handler does not behave as the model of it does." + measure;
}

constexpr std::size_t page_width = 100;

std::string verdict_text(const verification& held) {
    const auto at = "EMAILS_PER_FILE=" + std::to_string(held.emails_per_file);
    switch (held.outcome()) {
    case verification_outcome::agrees:
        return "The model holds at " + at +
               ": nothing that was observed is further from it than chance (z up to 3) or " +
               percent_text(held.tolerance) + " of a duration.";
    case verification_outcome::differs:
        return "The model does not hold at " + at + ". " + advice_of(held);
    case verification_outcome::undecided:
        break;
    }
    return "Undecided: " + count_text(held.files, "file") + " are too few, expected at least " +
           std::to_string(verification::fewest_files) + '.';
}

} // namespace

std::string verification_text(const verification& held) {
    std::string out = held.name +
                      " with its real handler, EMAILS_PER_FILE=" + std::to_string(held.emails_per_file) +
                      ", seed " + std::to_string(held.seed) + "\n" + count_text(held.files, "file") + ", " +
                      count_text(held.emails, "e-mail") + ", " + count_text(held.attempts, "attempt") +
                      (held.cut_short ? " (cut short)" : "") + "; predicted by " +
                      count_text(held.runs, "run") + " of the model\n";
    if (held.memory_mb > 0)
        out += "Both with a whole processor, which Lambda gives from 1,769 MB on; the scenario has " +
               count_text(held.memory_mb) + " MB.\n";
    return out + '\n' + table_of(held).plain(2) + '\n' + wrapped(verdict_text(held), page_width);
}

std::string verification_json(const verification& held) {
    using nlohmann::ordered_json;
    ordered_json document{{"scenario", held.name},
                          {"seed", held.seed},
                          {"emails_per_file", held.emails_per_file},
                          {"outcome", to_string(held.outcome())},
                          {"files", held.files},
                          {"emails", held.emails},
                          {"attempts", held.attempts},
                          {"predicted_by_runs", held.runs},
                          {"tolerance", held.tolerance},
                          {"cut_short", held.cut_short},
                          {"figures", ordered_json::array()}};
    for (const auto& f : held.figures) {
        const bool time = f.kind == metric_kind::time;
        const double unit = time ? 1e6 : 1;
        document["figures"].push_back({{"name", std::string{f.name} + (time ? "_ms" : "")},
                                       {"observed", f.observed / unit},
                                       {"n", f.n},
                                       {"predicted", f.predicted / unit},
                                       {"low", f.low / unit},
                                       {"high", f.high / unit},
                                       {"z", f.z},
                                       {"agreement", to_string(f.how)}});
    }
    return json_text(document, 2) + '\n';
}

} // namespace sendlab::planner
