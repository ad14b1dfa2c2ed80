#include "planner/prediction.hpp"

#include <algorithm>
#include <cassert>

#include "planner/measured/plausible_laws.hpp"

namespace sendlab::planner {

namespace {

/// The smallest value of which most files time out, `largest` if there is none.
std::uint32_t first_hopeless(const exact::forecast& known, std::uint32_t largest) {
    value_result none;
    for (none.emails_per_file = 1; none.emails_per_file < largest; ++none.emails_per_file) {
        if (!known.covers(none.emails_per_file) || known.timeout_probability(none, sure).value() > 0.5)
            break;
    }
    return none.emails_per_file;
}

} // namespace

bool meet(const estimate& figure, const value_result& counted) {
    const auto by_counting = counted.timeout_probability(observation::file, agreement_level).bounds;
    return figure.bounds.low <= by_counting.high && by_counting.low <= figure.bounds.high;
}

prediction::prediction(const pipeline::settings& scenario, std::uint32_t largest,
                       double max_timeout_probability, unsigned threads, const std::atomic<bool>* interrupt)
    : known_{scenario, largest, threads},
      tails_{scenario, {.target = max_timeout_probability, .threads = threads, .interrupt = interrupt}},
      target_{max_timeout_probability} {
    if (!known_.reasons().empty())
        return;
    largest_open_ = first_hopeless(known_, largest);
    open_ = {scenario, largest_open_, threads};
}

void prediction::prepare(std::span<const std::uint32_t> values) {
    std::vector<std::uint32_t> open;
    std::ranges::copy_if(values, std::back_inserter(open), [this](auto value) { return !computes(value); });
    tails_.prepare(open);
}

bool prediction::misses_target(const value_result& counted) const {
    return counted.timeout_probability(observation::file, agreement_level).bounds.low > target_;
}

std::optional<input_bounds> prediction::over_inputs(const value_result& counted) const {
    if (open_.empty() || !computes(counted.emails_per_file))
        return std::nullopt;
    if (counted.emails_per_file <= largest_open_)
        return open_.at(counted);
    auto smaller = counted;
    smaller.emails_per_file = largest_open_;
    return input_bounds{
        .value = known_.timeout_probability(counted, sure).value(), .low = open_.at(smaller).low, .high = 1};
}

estimate prediction::stated_probability(const value_result& counted, double level) const {
    assert(covers(counted));
    return computes(counted.emails_per_file) ? known_.timeout_probability(counted, level)
                                             : tails_.timeout_probability(counted, level);
}

estimate prediction::timeout_probability(const value_result& counted, double level) const {
    auto out = stated_probability(counted, level);
    if (out.is_sampled() && !meet(out, counted))
        return counted.timeout_probability(observation::file, level);
    if (const auto open = over_inputs(counted)) {
        const double stated = *out.computed;
        // Tails that runs do not draw from make a difference as factors do, where there is something to multiply.
        const auto widened = [&](const interval& bounds) -> interval {
            if (stated <= 0 || open->value <= 0)
                return {open->low, open->high};
            return {bounds.low / stated * open->low, std::min(1.0, bounds.high / stated * open->high)};
        };
        out.computed = open->value;
        out.bounds = widened(out.bounds);
        out.at_least = widened(out.at_least);
    }
    return out;
}

} // namespace sendlab::planner
