// What there is to tell about one run: its numbers, and what its scenario expected of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/run_result.hpp"
#include "report/baseline.hpp"

namespace sendlab::report {

/// An expectation of a scenario file, held against the result.
struct judged_expectation {
    std::string metric;   // "delivery.p99"
    std::string expected; // "<30s", as in the file
    std::string actual;   // "41.2 s", for people
    bool met = false;
    std::uint32_t line = 0; // of the scenario file; 0: not known

    /// "delivery.p99 <30s", "duplicates = 0"
    [[nodiscard]] std::string condition() const;
};

struct run_report {
    pipeline::run_result result;
    std::vector<judged_expectation> expectations;
    std::string source;                         // the scenario file, as the user named it
    std::string command;                        // that gives the same run again
    std::optional<baseline_verdict> baseline{}; // where an earlier run was held against it

    [[nodiscard]] bool expectations_met() const {
        return std::ranges::all_of(expectations, &judged_expectation::met);
    }
    /// A law that does not hold is a defect of Sendlab, or of an unfinished run's account.
    [[nodiscard]] bool laws_hold() const {
        return std::ranges::all_of(result.laws, &pipeline::conservation_law::holds);
    }
    [[nodiscard]] bool got_worse() const { return baseline && !baseline->worse.empty(); }
    [[nodiscard]] bool as_expected() const {
        return expectations_met() && laws_hold() && !got_worse() && !result.interrupted;
    }
};

/// Sixteen hexadecimal digits.
std::string digest_text(std::uint64_t digest);

} // namespace sendlab::report
