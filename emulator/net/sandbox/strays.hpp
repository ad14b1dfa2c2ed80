// Processes that have left the group they were started in (setsid(2)), and their parents, but still have the
// variables that they were given.
#pragma once

#include <string_view>

namespace sendlab::net::sandbox {

/// Kills all processes in whose environment `variable` ("NAME=value") stands. Walks through /proc. Who has
/// cleared his environment is not found.
void kill_strays(std::string_view variable);

} // namespace sendlab::net::sandbox
