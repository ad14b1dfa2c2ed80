#include "planner/advice_text.hpp"

#include <cmath>

#include "base/number_text.hpp"
#include "base/portable_math.hpp"
#include "planner/figure_text.hpp"
#include "planner/measured/inputs_text.hpp"

namespace sendlab::planner {

namespace {

/// "1 in 260 files times", "60 % of the files time"
std::string share_of_files(double p) {
    const auto odds = odds_text(p);
    return odds.starts_with("1 in") ? odds + " files times" : percent_text(p) + " of the files time";
}

std::string named(std::uint32_t value) {
    return "EMAILS_PER_FILE=" + std::to_string(value);
}

/// A figure that was computed is never 0, and nobody waits for one in so many millions of millions of e-mails.
constexpr double next_to_nothing = 1e-6;

std::string per_million_text(double figure) {
    return figure < 0.1 ? probability_text(figure) : number_text(figure);
}

std::string duplicates_text(const planned_value& value) {
    if (value.duplicates_per_million() < next_to_nothing)
        return "no duplicates";
    return per_million_text(value.duplicates_per_million()) + " duplicates per million e-mails";
}

std::string losses_text(const planned_value& value) {
    return value.lost_per_million() < next_to_nothing
               ? "none lost"
               : per_million_text(value.lost_per_million()) + " lost per million";
}

std::string cost_text(const value_result& counts) {
    return counts.accepted == 0 ? "nothing delivered"
                                : '$' + number_text(counts.cost_per_million()) + " per million";
}

/// "14 duplicates per million e-mails, none lost; $112 per million"
std::string consequences(const planned_value& value) {
    return duplicates_text(value) + ", " + losses_text(value) + "; " + cost_text(value.counts);
}

/// "1 in 259 files times out (73 of 18,900)", "1 in 18,300 files times out"
std::string timeouts_text(const estimate& p) {
    if (p.is_computed())
        return share_of_files(p.value()) + " out";
    if (p.k == 0)
        return "none of " + count_text(p.n) + " files timed out";
    if (p.k == p.n)
        return "all of " + count_text(p.n) + " files timed out";
    return share_of_files(p.value()) + " out (" + count_text(p.k) + " of " + count_text(p.n) + ')';
}

/// "P(time-out) lies between 5.1e-5 and 1.6e-4"
std::string open_text(const planned_value& value) {
    const auto& bounds = value.timeout_probability.bounds;
    return "P(time-out) lies between " + probability_text(bounds.low) + " and " +
           probability_text(bounds.high);
}

/// "at most 1 in 10,000 files times out"
std::string target_text(const plan& planned) {
    return "at most " + share_of_files(planned.max_timeout_probability) + " out";
}

/// "delivery.p99 is 41 s, expected <30s (3 of 40 runs, first with seed 42)"
std::string broken_text(const broken_in_runs& one, std::uint64_t runs) {
    return one.what + " (" + count_text(one.runs) + " of " + count_text(runs, "run") + ", first with seed " +
           std::to_string(one.seed) + ')';
}

/// What a value breaks, each with its evidence.
std::string reasons_text(const plan& planned, const planned_value& value) {
    std::string out;
    if (value.judged.target == verdict::broken)
        out = timeouts_text(value.timeout_probability) + ", more than " +
              odds_text(planned.max_timeout_probability);
    for (const auto& one : value.counts.broken) {
        if (value.counts.breaks(one))
            out += (out.empty() ? "" : ", and ") + broken_text(one, value.counts.runs);
    }
    return out;
}

std::string own_value_text(const plan& planned) {
    const auto* own = planned.find(planned.own_value);
    if (!own)
        return "";
    if (planned.own_value == planned.advice.largest_safe)
        return " That is the value that you have.";
    const auto yours = " Yours, " + std::to_string(planned.own_value);
    if (own->judged.is_safe())
        return yours + ", is safe too: " + consequences(*own) + '.';
    if (own->judged.is_open())
        return yours + ", is undecided: " + open_text(*own) + "; " + consequences(*own) + '.';
    return yours + ": " + reasons_text(planned, *own) + "; " + consequences(*own) + '.';
}

/// A safe value breaks nothing in most runs; what it breaks in some is worth knowing.
std::string exceptions_text(const value_result& counts) {
    std::string out;
    for (const auto& one : counts.broken)
        out += (out.empty() ? " Not in every run, though: " : "; ") + broken_text(one, counts.runs);
    return out.empty() ? out : out + '.';
}

std::string cheapest_text(const plan& planned) {
    const auto cheapest = *planned.advice.cheapest_safe;
    const auto cost = cost_text(planned.at(cheapest).counts);
    if (cost == cost_text(planned.at(*planned.advice.largest_safe).counts))
        return "";
    return " The cheapest safe value is " + std::to_string(cheapest) + ": " + cost + '.';
}

std::string found_text(const plan& planned) {
    const auto& best = planned.at(*planned.advice.largest_safe);
    const auto& p = best.timeout_probability;
    const auto claim = p.method == estimator::exact && !best.inputs
                           ? timeouts_text(p) + ", by calculation; asked for was " + target_text(planned)
                           : "95 % sure that " + target_text(planned);
    return "Use " + named(best.counts.emails_per_file) + ": " + claim + "; " + consequences(best) + '.' +
           exceptions_text(best.counts) + cheapest_text(planned) + own_value_text(planned);
}

std::string nothing_safe_text(const plan& planned) {
    const auto nearest = *planned.advice.nearest;
    const auto& value = planned.at(nearest);
    return "No value is safe. " + named(nearest) + " comes nearest, but " + reasons_text(planned, value) +
           '.' + (value.judged.target == verdict::kept ? " --ignore-expectations leaves these aside." : "") +
           (nearest == planned.own_value ? "" : own_value_text(planned));
}

/// Independent first attempts, none of which may time out, that show a target: 1 - 0.025^(1/n) <= target.
std::uint64_t fewest_samples(double max_probability) {
    return static_cast<std::uint64_t>(
        std::ceil(portable::log((1 - confidence) / 2) / portable::log1p(-max_probability)));
}

std::string undecided_text(const plan& planned) {
    if (planned.values.empty())
        return "Undecided: nothing was computed.";
    const auto& nearest = planned.at(*planned.advice.nearest);
    const auto& p = nearest.timeout_probability;
    if (p.n == 0)
        return "Undecided: the scenario uploads no files.";
    auto out = "Undecided: for no value is it certain that " + target_text(planned) + ". " +
               named(nearest.counts.emails_per_file) + " comes nearest: " + open_text(nearest) + ", " +
               timeouts_text(p) + '.';
    if (nearest.inputs)
        out += ' ' + inputs_text(planned);
    else if (p.is_by_share())
        out += " How many files meet a new environment is not known well enough: raise --samples.";
    else if (!p.is_computed() && p.k == 0)
        out += " To show the target takes " + count_text(fewest_samples(planned.max_timeout_probability)) +
               " independent first attempts without a time-out, these are worth " +
               count_text(static_cast<std::uint64_t>(p.effective_n)) + ": raise --samples.";
    return out;
}

} // namespace

std::string advice_text(const plan& planned) {
    switch (planned.advice.what) {
    case outcome::found:
        return found_text(planned);
    case outcome::nothing_safe:
        return nothing_safe_text(planned);
    case outcome::undecided:
        break;
    }
    return undecided_text(planned);
}

std::string binding_text(const plan& planned) {
    const auto& advice = planned.advice;
    if (advice.what != outcome::found)
        return "";
    if (!advice.next)
        return "Nothing binds: " + std::to_string(*advice.largest_safe) +
               " is the largest value that was tried.";
    const auto& next = planned.at(*advice.next);
    if (!advice.binding.empty())
        return "What binds: at " + std::to_string(*advice.next) + ", " + reasons_text(planned, next) + '.';
    if (next.inputs)
        return "What binds: at " + std::to_string(*advice.next) +
               " the measurements leave room for more than " + odds_text(planned.max_timeout_probability) +
               ": " + open_text(next) + '.';
    return "The next value, " + std::to_string(*advice.next) + ", is undecided: " + open_text(next) +
           "; more --samples would tell.";
}

} // namespace sendlab::planner
