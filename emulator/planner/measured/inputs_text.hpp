// What measured inputs mean for a plan, in sentences.
#pragma once

#include <string>

#include "planner/plan.hpp"

namespace sendlab::planner {

/// What the measurements leave open at the recommended value, how much of it rests on values that nobody has seen, and
/// what more of them would buy. Empty where nothing was measured.
std::string inputs_text(const plan& planned);

} // namespace sendlab::planner
