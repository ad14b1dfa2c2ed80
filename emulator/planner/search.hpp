// Where does P(time-out) cross the target? Looks at a grid first, then spends the samples around the
// boundary.
#pragma once

#include <functional>

#include "planner/sweep.hpp"

namespace sendlab::planner {

/// Told of every step, of an upper bound of steps.
using step_listener = std::function<void(unsigned done, unsigned most)>;

/// Leaves in `trials` all that a recommendation needs: the grid, and settled the largest safe value, its next
/// larger neighbour and the scenario's own value. It relies on P(time-out) not falling as N grows;
/// expectations may bind anywhere. Ends early when the sweep is interrupted.
void search(sweep& trials, std::uint32_t own_value, const step_listener& on_step = {});

} // namespace sendlab::planner
