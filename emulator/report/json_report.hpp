// A run for machines. The fields are described in docs/run-reports.md; they may grow in number, but keep
// their names and meanings. The same run gives the same bytes.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "report/run_report.hpp"

namespace sendlab::report {

/// One JSON object.
std::string json_report(const run_report& run, std::string_view version);
/// The same but for what a live run does not have: a digest, and a command that repeats it.
std::string live_json_report(const run_report& run, std::string_view version);

/// {"sendlab": version, "runs": [...]}
std::string json_report(std::span<const run_report> runs, std::string_view version);

} // namespace sendlab::report
