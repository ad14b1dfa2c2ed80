#include "planner/plan_text.hpp"

#include <algorithm>

#include "base/number_text.hpp"
#include "base/text_table.hpp"
#include "base/units.hpp"
#include "planner/advice_text.hpp"
#include "planner/figure_text.hpp"
#include "planner/measured/inputs_text.hpp"
#include "planner/sensitivity_text.hpp"

namespace sendlab::planner {

namespace {

constexpr auto long_step = std::chrono::milliseconds{100};

std::string marked(const plan& planned, std::uint32_t value) {
    const auto text = std::to_string(value);
    if (value == planned.advice.largest_safe)
        return "> " + text;
    return value == planned.own_value ? "* " + text : text;
}

/// Past the recommended value, rows that time out more often than not tell nothing new after the first one.
bool is_worth_a_row(const plan& planned, const planned_value& value) {
    const auto hopeless = [](const planned_value& v) { return v.timeout_probability.value() > 0.5; };
    const auto first = std::ranges::find_if(planned.values, hopeless);
    return planned.given_values || first == planned.values.end() ||
           value.counts.emails_per_file <= first->counts.emails_per_file ||
           value.counts.emails_per_file <= planned.advice.largest_safe.value_or(0) ||
           value.counts.emails_per_file == planned.own_value;
}

/// What was computed can be far below 1.
std::string per_million(double figure) {
    return figure > 0 && figure < 1e-6 ? "<1e-6"
           : figure < 0.1              ? probability_text(figure)
                                       : number_text(figure);
}

std::string mark_of(const estimate& p) {
    return p.is_sampled() ? "~" : p.is_computed() ? "=" : "";
}

std::vector<std::string> row_of(const plan& planned, const planned_value& value) {
    const auto& counts = value.counts;
    const auto& p = value.timeout_probability;
    return {marked(planned, counts.emails_per_file),
            count_text(p.n),
            mark_of(p) + probability_text(p.value()),
            bounds_text(p.bounds),
            per_million(value.duplicates_per_million()),
            per_million(value.lost_per_million()),
            dollars_text(counts.cost_per_million()),
            dollars_text(counts.cost_per_million_100ms()),
            pair_text(counts.attempt_duration.p50(), counts.attempt_duration.p99()),
            text(counts.delivery.p99())};
}

std::string values_text(const plan& planned, std::size_t columns) {
    text_table out{{{"N"},
                    {"files"},
                    {"times"},
                    {"95 % interval"},
                    {"dupl."},
                    {"lost"},
                    {"$ per M"},
                    {"$ per M"},
                    {"attempt"},
                    {"delivery"}}};
    out.add_row({"", "", "out", "", "per M", "per M", exact_text(planned.billing_step), exact_text(long_step),
                 "p50/p99", "p99"});
    std::size_t left_out = 0;
    for (const auto& value : planned.values) {
        if (is_worth_a_row(planned, value))
            out.add_row(row_of(planned, value));
        else
            ++left_out;
    }
    out.fit(columns, {7, 1, 8, 5, 9}); // long steps, files, attempt, lost, delivery
    auto text = out.plain();
    if (left_out > 0)
        text += wrapped("and " + count_text(left_out, "value") + " up to " +
                            std::to_string(planned.values.back().counts.emails_per_file) +
                            " of which most files time out: see --csv",
                        columns);
    return text;
}

std::size_t count(const plan& planned, bool (*what)(const estimate&)) {
    return static_cast<std::size_t>(
        std::ranges::count_if(planned.values, what, &planned_value::timeout_probability));
}

bool is_exact(const estimate& p) {
    return p.is_computed() && !p.is_sampled();
}

bool is_sampled(const estimate& p) {
    return p.is_sampled();
}

bool is_counted(const estimate& p) {
    return !p.is_computed();
}

std::string legend(const plan& planned) {
    std::string out;
    if (planned.advice.largest_safe)
        out += "> recommended. ";
    if (planned.find(planned.own_value) && planned.own_value != planned.advice.largest_safe)
        out += "* yours. ";
    if (count(planned, is_exact) > 0)
        out += "= computed, not counted. ";
    if (count(planned, is_sampled) > 0)
        out += "~ by importance sampling. ";
    return out + "Per M: in a million e-mails. $ per M: per million delivered, attempts billed in steps of " +
           exact_text(planned.billing_step) + " and " + exact_text(long_step) + '.';
}

/// The evidence behind the value that the advice is about.
std::string sample_text(const plan& planned) {
    const auto about = planned.advice.largest_safe ? planned.advice.largest_safe : planned.advice.nearest;
    const auto& counts = planned.at(*about).counts;
    const auto& p = planned.at(*about).timeout_probability;
    auto out = "N=" + std::to_string(*about) + ": " + count_text(p.k) + " of " + count_text(p.n) +
               " files in " + count_text(counts.runs, "run") + " with " + count_text(counts.emails, "e-mail");
    if (p.method == estimator::counted_clustered)
        out += "; these " + count_text(p.clusters, std::string{to_string(planned.coupled.unit)}.c_str()) +
               " tell as much as " + count_text(static_cast<std::uint64_t>(p.effective_n)) +
               " independent files";
    if (p.is_sampled())
        out += "; P(time-out) is that of " + count_text(p.played) + " attempts with other draws, worth " +
               number_text(p.effective_n) + " files";
    return out + '.';
}

std::string counting_text(const plan& planned) {
    std::string out = "P(time-out) is the share of files whose first attempt times out, counted, with "
                      "Clopper-Pearson intervals";
    if (planned.coupled.unit == observation::file)
        return out + " (files do not interact here). ";
    return out + " on an effective number of files (Korn and Graubard), as these time out together. ";
}

std::string joined(const std::vector<std::string>& clauses) {
    std::string out;
    for (const auto& clause : clauses)
        out += (out.empty() ? "" : "; ") + clause;
    return out;
}

std::string by_share_text() {
    return ", for environments that are ready, new, or killed before; how many files meet which is counted "
           "in the runs, "
           "and with fewer than " +
           std::to_string(fewest_runs_of_a_share) + " runs the interval holds for any share";
}

std::string computing_text(const plan& planned) {
    return planned.sequential
               ? "P(time-out) is computed: sends one after the other, by convolution of their latencies"
               : "P(time-out) is computed: sends at once, as a product over them";
}

std::string sampling_text(bool elsewhere) {
    return (elsewhere ? "; where sends wait for one another, it is sampled" : "P(time-out) is sampled") +
           std::string{": attempts are played with draws that make time-outs frequent, each weighed by how "
                       "much likelier it "
                       "is under its own law (importance sampling, exponential tilting)"};
}

/// What is neither counted nor only counted.
std::string figures_text(const plan& planned) {
    const auto exact = count(planned, is_exact), sampled = count(planned, is_sampled);
    std::string out = exact > 0 ? computing_text(planned) : "";
    if (sampled > 0)
        out += sampling_text(exact > 0);
    if (std::ranges::any_of(planned.values,
                            [](const planned_value& v) { return v.timeout_probability.is_by_share(); }))
        out += by_share_text();
    if (count(planned, is_counted) == 0)
        return out + ". ";
    return out + (sampled > 0 ? "; it is counted where that was enough to tell, or a sample is not to be "
                                "trusted. "
                              : "; it is counted where sends wait for one another. ");
}

/// Two ways to the same figures must meet.
std::string agreement_text(const plan& planned) {
    std::size_t compared = 0;
    std::string apart;
    for (const auto& value : planned.values) {
        compared += value.counting_agrees.has_value();
        if (!value.counting_agrees.value_or(true))
            apart += (apart.empty() ? "" : ", ") + std::to_string(value.counts.emails_per_file);
    }
    if (compared == 0)
        return "";
    if (!apart.empty())
        return "COUNTING DISAGREES at N=" + apart +
               ": what was computed is outside of the 99.99 % interval of what was "
               "counted there. ";
    return "Counting agrees at all " + count_text(compared, "value") + " (99.99 % intervals). ";
}

} // namespace

std::string method_text(const plan& planned) {
    std::string out = "Method: ";
    if (count(planned, is_counted) < planned.values.size()) {
        out += figures_text(planned) + agreement_text(planned);
    } else {
        out += counting_text(planned);
        const auto& why =
            planned.not_computed_because.empty() ? planned.coupled.reasons : planned.not_computed_because;
        if (!why.empty())
            out += "Why it is not computed: " + joined(why) + ". ";
    }
    return out + sample_text(planned) + " Seed " + std::to_string(planned.seed) +
           "; all values met the same latencies. Durations are means of the runs' percentiles.";
}

std::string caveat_text(const plan& planned) {
    std::string out = planned.measured.empty()
                          ? "Not considered: how sure you are of the latencies that the scenario states"
                          : "Not considered: that tomorrow's latencies may differ from those measured";
    if (planned.correlation == 0)
        out += ", and latencies that go together inside an invocation, which would break this: set "
               "ses.correlation "
               "(0.1 can make time-outs ten times as frequent)";
    return out + '.';
}

std::string plan_text(const plan& planned, glyphs with, std::size_t columns) {
    std::string out = planned.name + '\n';
    if (planned.interrupted)
        out += "Interrupted: what is known so far.\n";
    const auto paragraph = [&](const std::string& words) {
        if (!words.empty())
            out += '\n' + wrapped(words, columns);
    };
    if (!planned.values.empty())
        out += '\n' + values_text(planned, columns) + wrapped(legend(planned), columns) + '\n' +
               chart(planned, with, columns);
    paragraph(advice_text(planned));
    paragraph(binding_text(planned));
    if (planned.advice.what != outcome::undecided)
        paragraph(inputs_text(planned));
    if (!planned.drifts.empty())
        out += '\n' + sensitivity_text(planned);
    if (!planned.values.empty()) {
        paragraph(method_text(planned));
        paragraph(caveat_text(planned));
    }
    return out;
}

} // namespace sendlab::planner
