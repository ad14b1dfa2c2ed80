// The rows of a plan for pages and documents, where a table may be wider than a terminal.
#pragma once

#include <string>

#include "planner/plan.hpp"

namespace sendlab::planner {

/// A table element; the rows of the recommended and of the user's value have classes of these names.
std::string table_html(const plan& planned);

/// What the columns mean: a sentence.
std::string table_note(const plan& planned);

/// The whole plan as Markdown (GitHub's): the answer, the table, the method.
std::string plan_markdown(const plan& planned);

} // namespace sendlab::planner
