// What follows from a plan, in sentences that anyone understands.
#pragma once

#include <string>

#include "planner/plan.hpp"

namespace sendlab::planner {

/// "Use EMAILS_PER_FILE=20: 95 % sure that at most 1 in 10,000 files times out; 14 duplicates per million
/// e-mails, none lost; $112 per million." and what the user's own value does.
std::string advice_text(const plan& planned);

/// Which constraint keeps larger values out: "What binds: at 21, 1 in 5,340 files times out (38 of 202,800)."
std::string binding_text(const plan& planned);

} // namespace sendlab::planner
