// What of the time limit is left for fetch and sends, by the state in which an attempt finds its environment.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "base/portable_math.hpp"
#include "planner/exact/attempt_model.hpp"

namespace sendlab::planner::exact {

/// Times in nanoseconds, with weights that sum to 1.
using weighted_times = std::vector<std::pair<double, double>>;

/// In an environment that is ready, fresh or reset. Init's time is an average over a few of its values: few attempts meet it.
inline std::array<weighted_times, 3> times_left(const attempt_model& model) {
    const double ready = model.limit;
    const double fresh = ready - model.start_work;
    weighted_times reset;
    double weights = 0;
    for (double z = -4; z <= 4; z += 0.5) {
        const double weight = portable::exp(-0.5 * z * z);
        reset.emplace_back(weight, fresh - model.init.at_normal(z));
        weights += weight;
    }
    for (auto& [weight, time] : reset)
        weight /= weights;
    if (model.init.is_constant())
        reset = {{1.0, fresh - model.init.mean()}};
    return {weighted_times{{1.0, ready}}, weighted_times{{1.0, fresh}}, std::move(reset)};
}

} // namespace sendlab::planner::exact
