// `sendlab plan` from the page of a running emulator.
#pragma once

#include "net/live/plan_worker.hpp"
#include "scenario/scenario.hpp"

namespace sendlab::cli {

/// Plans this scenario: the answer is that of `sendlab plan FILE`. One core is left to the emulator.
[[nodiscard]] net::plan_maker plan_maker_of(scenario::scenario from);

} // namespace sendlab::cli
