// A plan as a table for spreadsheets and scripts: one row a value. The columns are described in
// docs/planning.md.
#pragma once

#include <string>

#include "planner/plan.hpp"

namespace sendlab::planner {

/// RFC 4180, with a header line; no cell needs quotes. Empty where a figure does not exist.
std::string plan_csv(const plan& planned);

} // namespace sendlab::planner
