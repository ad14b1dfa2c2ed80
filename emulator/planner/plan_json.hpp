// A plan for machines. The document is described in docs/planning.md.
#pragma once

#include <string>

#include "planner/plan.hpp"

namespace sendlab::planner {

/// One JSON document, indented, ending with a line break.
std::string plan_json(const plan& planned);

} // namespace sendlab::planner
