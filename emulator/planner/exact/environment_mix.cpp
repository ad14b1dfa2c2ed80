#include "planner/exact/environment_mix.hpp"

#include <algorithm>

namespace sendlab::planner::exact {

environment_mix::environment_mix(const pipeline::settings& scenario)
    : attempts_{scenario.lambda.function.maximum_retry_attempts + 1},
      doubled_notification_{scenario.s3.duplicate_events},
      doubled_event_{scenario.lambda.function.duplicate_deliveries} {}

double environment_mix::value(const by_environment& p, const value_result& counted) const {
    const auto share = [](const cluster_counts& part) {
        return part.trials == 0 ? 0 : static_cast<double>(part.hits) / static_cast<double>(part.trials);
    };
    return std::min(1.0, p.ready + share(counted.fresh) * (p.fresh - p.ready) +
                             share(counted.reset) * (p.reset - p.ready));
}

void environment_mix::bound(estimate& out, const by_environment& low, const by_environment& high,
                            const value_result& counted, double level) const {
    const auto fresh = share_bounds(counted.fresh, level);
    out.bounds = {least(low, fresh.low), most(low, high, fresh.high)};
    out.at_least = {least(low, fresh.high), most(low, high, fresh.low)};
}

double environment_mix::least(const by_environment& low, double fresh) const {
    return std::clamp(low.ready + fresh * (low.fresh - low.ready), 0.0, 1.0);
}

/// An attempt finds a reset environment only where one was killed before it, so that their share is at most that of
/// time-outs: the bound solves for itself.
double environment_mix::most(const by_environment& low, const by_environment& high, double fresh) const {
    const double without_resets = high.ready + fresh * (high.fresh - high.ready);
    double kills = 0; // of a file's attempts, at most, for each first one that is killed
    double all_before = 1;
    for (std::uint32_t retry = 0; retry < attempts_; ++retry, all_before *= high.reset)
        kills += all_before;
    const double passed_on = kills * deliveries() * (high.reset - low.ready);
    const double all = passed_on < 1 ? std::min(high.reset, without_resets / (1 - passed_on)) : high.reset;
    return std::clamp(all, 0.0, 1.0);
}

} // namespace sendlab::planner::exact
