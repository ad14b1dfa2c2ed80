// What a scenario expects of its result: "expect": {"duplicates": 0, "delivery.p99": "<30s"}.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/run_result.hpp"
#include "scenario/form.hpp"

namespace sendlab::scenario {

enum class comparison { less, at_most, greater, at_least, equal, unequal };

/// One condition on one metric.
struct expectation {
    const pipeline::metric* what = nullptr; // never null in a scenario
    comparison how = comparison::equal;
    double limit = 0;    // nanoseconds where the metric is a time
    std::string written; // "<30s", as in the file
    position where{};    // in the file

    [[nodiscard]] bool holds(double value) const;
};

/// How an expectation came out.
struct verdict {
    std::string metric;   // "delivery.p99"
    std::string expected; // "<30s", as in the file
    std::string actual;   // "41.2 s"
    bool met = false;
    std::uint32_t line = 0; // of the scenario
};

/// In the order of the scenario.
std::vector<verdict> evaluate(std::span<const expectation> expectations, const pipeline::run_result& result);

/// An object: metrics and their conditions. A condition is a number (equality), a text such as "<30s" or "!=
/// 0", or a list of those; times have units, money is in US dollars, a share may be written in percent.
form<std::vector<expectation>> expectation_lists();

/// JSON Schemas of conditions, as members of "$defs".
std::vector<std::pair<std::string, std::string>> condition_schemas();

} // namespace sendlab::scenario
