// Runs as a JUnit XML file, which every CI service shows: a suite a scenario, a case an expectation or a law.
#pragma once

#include <span>
#include <string>

#include "report/run_report.hpp"

namespace sendlab::report {

/// Well-formed XML 1.0 whatever the names hold: characters that XML cannot carry become U+FFFD, bytes that
/// are not UTF-8 are left out. The time of a suite is its span of virtual time, in seconds.
std::string junit_report(std::span<const run_report> runs);

} // namespace sendlab::report
