// Every key of a scenario file.
#pragma once

#include <vector>

#include "scenario/key.hpp"
#include "scenario/scenario.hpp"

namespace sendlab::scenario {

/// The table, bound to `s`: reading a key sets a member of `s`, and what `s` holds now are the defaults.
std::vector<key> keys_of(scenario& s);

} // namespace sendlab::scenario
