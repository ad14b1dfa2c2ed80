// What was expected, and what came: the lines that the text reports share.
#pragma once

#include "report/page.hpp"
#include "report/run_report.hpp"

namespace sendlab::report {

enum class which_expectations { all, unmet };

/// "met      duplicates = 0  is 0", a line each, aligned.
toned_lines told_expectations(const run_report& run, which_expectations which);

/// What got worse since the baseline; without a baseline, nothing. `all`: also that nothing did.
toned_lines told_baseline(const run_report& run, which_expectations which);

toned_lines broken_laws(const pipeline::run_result& result);

} // namespace sendlab::report
