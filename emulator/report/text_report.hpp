// What a person likes to read about a run.
#pragma once

#include <string>

#include "report/page.hpp"
#include "report/run_report.hpp"

namespace sendlab::report {

/// One run on one screen, so many columns wide: first what happened, then why, then the numbers.
std::string text_report(const run_report& run, text_style style, std::size_t columns = page::width);

} // namespace sendlab::report
