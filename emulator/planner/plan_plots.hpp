// The charts of a plan.
#pragma once

#include <vector>

#include "planner/attempt_durations.hpp"
#include "planner/plan.hpp"
#include "planner/plot.hpp"

namespace sendlab::planner {

/// P(time-out) with its band, duplicates and losses, cost; and how long attempts take, where `durations` were measured
/// (any number, of which two fit the eye). None for a plan without values.
std::vector<plot> plots_of(const plan& planned, const std::vector<attempt_durations>& durations);

} // namespace sendlab::planner
