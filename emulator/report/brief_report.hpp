// Many runs on one screen: what a folder of scenarios came to.
#pragma once

#include <span>
#include <string>

#include "report/page.hpp"
#include "report/run_report.hpp"

namespace sendlab::report {

/// One line a run, with the expectations that were not met below it.
std::string brief_report(const run_report& run, text_style style);

/// The line below them all: how many runs were as expected.
std::string tally(std::span<const run_report> runs, text_style style);

} // namespace sendlab::report
