// What a live emulator creates at its start, as scenario files write it.
#pragma once

#include <vector>

#include "pipeline/settings.hpp"
#include "scenario/key.hpp"

namespace sendlab::scenario {

/// The keys of "setup".
std::vector<key> setup_keys(pipeline::setup_settings& setup);

/// For the documentation: the keys of one function, and of one notification.
std::vector<key> function_setup_keys();
std::vector<key> notification_setup_keys();

/// What its keys mean together: notifications name functions that there are.
void check_setup(const pipeline::settings& settings, reader& in);

} // namespace sendlab::scenario
