#include "planner/measured/inputs_text.hpp"

#include <algorithm>

#include "base/number_text.hpp"
#include "base/portable_math.hpp"
#include "planner/figure_text.hpp"
#include "planner/measured/plausible_laws.hpp"

namespace sendlab::planner {

namespace {

std::string named(const planned_value& value) {
    return "EMAILS_PER_FILE=" + std::to_string(value.counts.emails_per_file);
}

/// "1,000 measurements of ses.latency", "... that tell as much as 236 independent ones"
std::string measurements_text(const plan& planned) {
    std::string out;
    for (const auto& input : planned.measured) {
        if (input.largest == 0)
            continue; // a correlation comes from the same measurements
        const auto worth = static_cast<std::uint64_t>(input.effective_n + 0.5);
        out += (out.empty() ? "" : " and ") + count_text(input.n) + " measurements of " + input.key +
               (worth < input.n ? ", worth " + count_text(worth) + " independent ones," : "");
    }
    return out;
}

std::string range_text(const plan& planned, const planned_value& value) {
    const auto& open = *value.inputs;
    return "Measured inputs: " + measurements_text(planned) + " leave P(time-out) at " + named(value) +
           " between " + probability_text(value.timeout_probability.bounds.low) + " and " +
           probability_text(value.timeout_probability.bounds.high) + ", each limit with certainty " +
           percent_text(sure) + "; by the laws as they were fitted it is " + probability_text(open.value) +
           '.';
}

std::string reach_text(const plan& planned, const planned_value& value) {
    const auto& open = *value.inputs;
    if (open.unseen > 0)
        return " Of fewer than 200 values that no law fits nothing can be said about larger ones but how "
               "often they "
               "come at most: that an attempt meets one is " +
               probability_text(open.unseen) + " of the upper limit.";
    const bool by_law = std::ranges::all_of(planned.measured, &measured_input::has_law);
    return ' ' + percent_text(open.beyond_largest) +
           " of it rests on values larger than any that was measured" +
           (by_law ? "."
            : !open.out_of_reach
                ? ", on a generalized Pareto tail fitted to the largest tenth."
                : ", on a generalized Pareto tail fitted to the largest tenth, and no law is in use "
                  "that would say more (see sendlab calibrate): the upper limit is a hundred times what the "
                  "tail leaves open.");
}

std::string tails_text(const planned_value& value) {
    if (!value.inputs->by_tails)
        return "";
    return " With a generalized Pareto tail, fitted to the largest tenth, in place of the law's own it would "
           "be " +
           probability_text(*value.inputs->by_tails) + '.';
}

/// Widths shrink with the square root of the number of measurements.
std::optional<double> times_as_many(const planned_value& value, double target) {
    const auto& open = *value.inputs;
    const double room = portable::log(target / std::max(open.value, 1e-18));
    const double width = portable::log(open.high / std::max(open.value, 1e-18));
    if (!(room > 0) || open.out_of_reach || open.unseen > 0)
        return std::nullopt;
    return std::max(1.0, width / room * (width / room));
}

std::uint64_t most_measurements(const plan& planned) {
    std::uint64_t most = 0;
    for (const auto& input : planned.measured)
        most = std::max(most, input.n);
    return most;
}

std::string more_measurements_text(const plan& planned, const planned_value& value) {
    const bool found = planned.advice.what == outcome::found;
    const auto* next = found ? (planned.advice.next ? planned.find(*planned.advice.next) : nullptr) : &value;
    if (!next || !next->inputs)
        return "";
    const auto next_name = named(*next);
    const auto times = times_as_many(*next, planned.max_timeout_probability);
    if (next->inputs->out_of_reach)
        return " Without a law, " + next_name + " takes measurements of sends as rare as " +
               odds_text(planned.max_timeout_probability / next->counts.emails_per_file) +
               ": at least as many.";
    if (next->inputs->unseen > 0)
        return " With 200 measurements and more a tail can be fitted, which says more about " + next_name +
               '.';
    if (!times)
        return found ? " More measurements would not allow " + next_name +
                           ": its P(time-out) is above the target as it is."
                     : " More measurements would not help: the fitted laws themselves break the target.";
    if (*times == 1)
        return "";
    const auto have = most_measurements(planned);
    return " About " + count_text(static_cast<std::uint64_t>(*times * static_cast<double>(have))) +
           " measurements instead of " + count_text(have) + " would " +
           (found ? "buy one more e-mail a file, " : "show ") + next_name +
           (found ? "." : " to be safe, if they say the same.");
}

} // namespace

std::string inputs_text(const plan& planned) {
    const auto about = planned.advice.largest_safe ? planned.advice.largest_safe : planned.advice.nearest;
    const auto* value = about ? planned.find(*about) : nullptr;
    if (!value || !value->inputs)
        return planned.contradiction.empty() ? "" : "But " + planned.contradiction + '.';
    auto out = range_text(planned, *value) + reach_text(planned, *value) + tails_text(*value) +
               more_measurements_text(planned, *value);
    if (!planned.contradiction.empty())
        out += " But " + planned.contradiction + '.';
    return out;
}

} // namespace sendlab::planner
