// How far inputs may drift, as a person reads it.
#pragma once

#include <string>

#include "planner/plan.hpp"

namespace sendlab::planner {

/// A sentence and a row an input, the most sensitive first; for a plan with drifts.
std::string sensitivity_text(const plan& planned);

/// The same as a section of a page; empty without drifts.
std::string sensitivity_html(const plan& planned);

} // namespace sendlab::planner
