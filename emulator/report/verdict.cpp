#include "report/verdict.hpp"

#include "base/number_text.hpp"
#include "base/text_table.hpp"

namespace sendlab::report {

toned_lines told_expectations(const run_report& run, which_expectations which) {
    constexpr auto left = text_table::align::left;
    text_table table{{{"", left}, {"", left}, {"", left}}};
    std::vector<tone> tones;
    for (const auto& e : run.expectations) {
        if (e.met && which == which_expectations::unmet)
            continue;
        table.add_row({e.met ? "met" : "NOT MET", e.condition(), "is " + e.actual});
        tones.push_back(e.met ? tone::good : tone::bad);
    }
    toned_lines out;
    for (auto& line : table.plain_lines())
        out.emplace_back(std::move(line), tones[out.size()]);
    return out;
}

toned_lines told_baseline(const run_report& run, which_expectations which) {
    toned_lines out;
    if (!run.baseline)
        return out;
    const auto& [file, found, runs, worse] = *run.baseline;
    for (const auto& one : worse)
        out.emplace_back("WORSE    " + one.text() + ", worse than in all of " + count_text(runs, "run") +
                             " with other seeds",
                         tone::bad);
    if (worse.empty() && which == which_expectations::all)
        out.emplace_back(found ? "nothing is worse than in " + file + ", beyond chance"
                               : "this scenario is not in " + file,
                         found ? tone::good : tone::doubtful);
    return out;
}

toned_lines broken_laws(const pipeline::run_result& result) {
    toned_lines out;
    for (const auto& law : result.laws)
        if (!law.holds)
            out.emplace_back("BROKEN: " + law.text, tone::bad);
    return out;
}

} // namespace sendlab::report
