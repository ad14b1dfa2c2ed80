#include "report/brief_report.hpp"

#include "base/number_text.hpp"
#include "report/verdict.hpp"

namespace sendlab::report {

namespace {

std::string headline(const run_report& run) {
    const auto& r = run.result;
    std::string out = shortened(r.name, 40) + ": " + count_text(r.emails, "e-mail") + ", " +
                      count_text(r.duplicates, "duplicate") + ", " + count_text(r.lost) + " lost";
    if (r.interrupted)
        out += ", interrupted";
    if (run.expectations.empty())
        return out;
    const auto met = std::ranges::count_if(run.expectations, &judged_expectation::met);
    return out + "; " + std::to_string(met) + " of " + count_text(run.expectations.size()) + " met";
}

} // namespace

std::string brief_report(const run_report& run, text_style style) {
    page out{style};
    const bool good = run.as_expected();
    out.section(good ? "ok" : "NOT OK", {{headline(run), good ? tone::plain : tone::bad}});
    out.section("", told_expectations(run, which_expectations::unmet));
    out.section("", told_baseline(run, which_expectations::unmet));
    out.section("", broken_laws(run.result));
    return std::move(out).text();
}

std::string tally(std::span<const run_report> runs, text_style style) {
    page out{style};
    const auto good = static_cast<std::size_t>(std::ranges::count_if(runs, &run_report::as_expected));
    const bool all = good == runs.size();
    out.gap();
    out.line({count_text(runs.size(), "scenario") + ": " +
                  (all ? "all as expected"
                       : count_text(good) + " as expected, " + count_text(runs.size() - good) + " not"),
              all ? tone::good : tone::bad});
    return std::move(out).text();
}

} // namespace sendlab::report
