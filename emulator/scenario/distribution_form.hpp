// How distributions are written: "60ms", {"lognormal": {"p50": "60ms", "p99": "300ms"}}, {"empirical":
// "measured.csv"}, ...
#pragma once

#include "base/latency.hpp"
#include "base/latency_profiles.hpp"
#include "scenario/form.hpp"

namespace sendlab::scenario {

/// How long something takes. `role` is what a named profile is asked for where the scenario does not say.
form<latency> latencies(profiled role);

/// Bytes.
form<distribution> size_distributions();

/// Pieces.
form<distribution> count_distributions();

/// JSON Schemas that these forms refer to, as members of "$defs".
std::vector<std::pair<std::string, std::string>> distribution_schemas();

} // namespace sendlab::scenario
