// `sendlab run --baseline`: an earlier report, and the runs with other seeds that say what is chance.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "report/baseline.hpp"
#include "report/run_report.hpp"
#include "scenario/scenario.hpp"

namespace sendlab::cli {

class run_baseline {
public:
    /// Throws invalid_input for a file that is no report of runs.
    explicit run_baseline(std::string path);

    /// Sets the report's verdict. Scenarios are told apart by their names.
    void judge(report::run_report& run, const scenario::scenario& from, unsigned threads,
               const std::atomic<bool>& interrupt) const;

private:
    std::string path_;
    std::vector<report::earlier_run> runs_;
};

} // namespace sendlab::cli
