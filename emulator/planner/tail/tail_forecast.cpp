#include "planner/tail/tail_forecast.hpp"

#include <algorithm>
#include <cassert>

#include "pipeline/handlers/attempt_timeline.hpp"
#include "planner/coupling.hpp"
#include "planner/for_each_index.hpp"

namespace sendlab::planner::tail {

namespace {

constexpr double often = 0.1; // counting does as well
constexpr double rough = 0.1; // relative error of what little depends on: few attempts meet a new environment

bool stands_alone(const pipeline::settings& s) {
    return pipeline::attempts_stand_alone(s) && couples(s).unit == observation::file;
}

} // namespace

tail_forecast::tail_forecast(const pipeline::settings& scenario, const sampling_effort& effort)
    : scenario_{scenario}, effort_{effort}, environments_{scenario} {
    if (stands_alone(scenario))
        sizes_ = file_sizes::of(scenario.application);
    const auto& handler = scenario.lambda.handler;
    fresh_differs_ = handler.cpu_start > duration::zero();
    reset_differs_ = fresh_differs_ || handler.cold_start != latency{};
}

void tail_forecast::prepare(std::span<const std::uint32_t> values) {
    std::vector<std::uint32_t> open;
    for (const auto value : values)
        if (applies() && !known_.contains(value))
            open.push_back(value);
    std::vector<std::optional<figures>> found(open.size());
    const auto each = open.size() > 1 ? 1 : effort_.threads;
    for_each_index(open.size(), effort_.threads, [&](std::size_t i) { found[i] = sampled(open[i], each); });
    for (std::size_t i = 0; i < open.size(); ++i)
        known_.emplace(open[i], found[i]);
}

bool tail_forecast::covers(std::uint32_t emails_per_file) const {
    const auto found = known_.find(emails_per_file);
    return found != known_.end() && found->second.has_value();
}

std::optional<tail_forecast::figures> tail_forecast::sampled(std::uint32_t emails_per_file,
                                                             unsigned threads) const {
    const auto shares = sizes_->shares(emails_per_file);
    const auto of = [&](exact::environment state, sampling_effort effort) {
        effort.threads = threads;
        return sample_timeouts(tilt_scheme{scenario_, {shares, state}}, scenario_.seed, effort);
    };
    const auto ready = of(exact::environment::ready, effort_);
    if (!ready || ready->value >= often)
        return std::nullopt;
    auto effort = effort_;
    effort.relative_error = rough;
    effort.target.reset();
    const auto fresh = fresh_differs_ ? of(exact::environment::fresh, effort) : ready;
    const auto reset = reset_differs_ ? of(exact::environment::reset, effort) : fresh;
    if (!fresh || !reset)
        return std::nullopt;
    return figures{*ready, *fresh, *reset};
}

estimate tail_forecast::timeout_probability(const value_result& counted, double level) const {
    assert(covers(counted.emails_per_file));
    const auto& found = *known_.at(counted.emails_per_file);
    auto out = by_share(found, counted, level);
    out.k = counted.first_attempts.hits;
    out.n = counted.first_attempts.trials;
    out.clusters = counted.runs;
    out.played = found.ready.played;
    out.effective_n = found.ready.effective_n();
    return out;
}

estimate tail_forecast::by_share(const figures& found, const value_result& counted, double level) const {
    estimate out;
    if (!reset_differs_) {
        out.method = estimator::sampled;
        out.computed = found.ready.value;
        out.bounds = found.ready.bounds(level);
        return out;
    }
    const auto [ready, fresh, reset] =
        std::tuple{found.ready.bounds(level), found.fresh.bounds(level), found.reset.bounds(level)};
    out.method = estimator::sampled_by_share;
    out.computed = environments_.value({found.ready.value, found.fresh.value, found.reset.value}, counted);
    environments_.bound(out, {ready.low, fresh.low, reset.low}, {ready.high, fresh.high, reset.high}, counted,
                        level);
    return out;
}

} // namespace sendlab::planner::tail
