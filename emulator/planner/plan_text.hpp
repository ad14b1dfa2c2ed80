// What a person likes to read about a plan.
#pragma once

#include <string>

#include "planner/chart.hpp"
#include "planner/plan.hpp"

namespace sendlab::planner {

/// The whole plan, at most 100 columns: table, chart, what follows from it, and how it was found. The last
/// lines are the ones that a terminal still shows.
std::string plan_text(const plan& planned, glyphs with);

/// How the figures were found: a paragraph, for a plan with values.
std::string method_text(const plan& planned);

/// What they do not consider.
std::string caveat_text(const plan& planned);

} // namespace sendlab::planner
