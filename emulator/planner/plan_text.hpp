// What a person likes to read about a plan.
#pragma once

#include <string>

#include "planner/chart.hpp"
#include "planner/plan.hpp"

namespace sendlab::planner {

/// The whole plan, so many columns wide (at least 60): table, chart, what follows from it, and how it was found. Where
/// the table does not fit, it lacks columns. The last lines are the ones that a terminal still shows.
std::string plan_text(const plan& planned, glyphs with, std::size_t columns = 100);

/// How the figures were found: a paragraph, for a plan with values.
std::string method_text(const plan& planned);

/// What they do not consider.
std::string caveat_text(const plan& planned);

} // namespace sendlab::planner
