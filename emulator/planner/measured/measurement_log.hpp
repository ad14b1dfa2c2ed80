// Measurements as they come: Lambda's REPORT lines from CloudWatch, CSV files of latencies, journals of runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace sendlab::planner {

/// Values in the order in which they were measured, in milliseconds.
struct measurements {
    std::vector<double> values;
    /// Which invocation each belongs to; empty where nobody knows.
    std::vector<std::uint64_t> groups;
    /// Of the values, those that were cut off (an attempt at its time limit): what was measured took longer.
    std::uint64_t cut_off = 0;
};

/// What the logs hold. A kind that they do not tell about is empty.
struct measured_log {
    measurements latency;    // of one send: CSV, journal
    measurements attempt;    // of one run of the function: REPORT lines, journal
    measurements cold_start; // Init phases: REPORT lines
    std::uint64_t lines = 0;
    std::uint64_t unreadable = 0;       // REPORT lines and journal lines that are cut or damaged
    std::uint64_t first_unreadable = 0; // its line in its file
};

struct log_error {
    std::uint64_t line = 0; // 0: about the file as a whole
    std::string what;
};

/// Adds what `text` holds. Its form is found out:
/// - lines with "REPORT RequestId:" (Lambda Developer Guide, "Using the Lambda runtime logs"), with or without the
///   prefixes that `aws logs tail` and exports put before them, or "platform.report" records of the JSON log format;
/// - JSON objects with "event", one a line: the journal of a run;
/// - otherwise comma-separated values: durations with a unit, or numbers in milliseconds; `column` names theirs where
///   there are several, and a column "invocation" groups them.
result<void, log_error> add_log(measured_log& out, std::string_view text, std::string_view column);

} // namespace sendlab::planner
