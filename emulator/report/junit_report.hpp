// Results for CI services, in the form of JUnit's XML.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/time_types.hpp"
#include "report/run_report.hpp"

namespace sendlab::report {

struct junit_case {
    enum class outcome { passed, failed, error };

    std::string name;
    outcome how = outcome::passed;
    std::string why{}; // it did not pass
};

struct junit_suite {
    std::string name;
    std::string command; // that gives the same result again
    duration time{};
    std::vector<junit_case> cases{};

    void add(std::string title, bool passed, std::string why) {
        using outcome = junit_case::outcome;
        cases.push_back(
            {std::move(title), passed ? outcome::passed : outcome::failed, passed ? "" : std::move(why)});
    }
};

/// <testsuites> in UTF-8. What XML cannot hold (control characters) is replaced.
std::string junit_document(std::span<const junit_suite> suites);

/// A suite for each run; the cases are its expectations, what is compared with a baseline, and the conservation laws.
std::string junit_report(std::span<const run_report> runs);

} // namespace sendlab::report
