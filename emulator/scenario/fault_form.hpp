// How faults are written: {"at": "2m", "for": "30s", "target": "ses.latency", "multiply": 5}.
#pragma once

#include <vector>

#include "faults/fault_settings.hpp"
#include "scenario/key.hpp"

namespace sendlab::scenario {

/// A list of faults. Each has when and where it acts, and exactly one key that says how.
form<std::vector<faults::fault_settings>> fault_lists();

/// The keys of a fault, for the reference; not to be read with.
std::vector<key> fault_keys();

} // namespace sendlab::scenario
