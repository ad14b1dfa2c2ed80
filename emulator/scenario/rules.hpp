// What must hold between keys, once each of them is right by itself.
#pragma once

#include "scenario/reader.hpp"
#include "scenario/scenario.hpp"

namespace sendlab::scenario {

/// Tells `in` about every rule that is broken.
void check_rules(const scenario& s, reader& in);

} // namespace sendlab::scenario
