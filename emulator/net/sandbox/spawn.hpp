// fork(2) and exec(3) for child_process: what happens in the child between the two.
#pragma once

#include "net/sandbox/child_process.hpp"
#include "net/sandbox/descriptor.hpp"

namespace sendlab::net::sandbox {

struct spawned_process {
    int id = 0;
    descriptor watch;  // a pidfd: readable when the process has ended
    descriptor output; // the reading end, non-blocking
};

/// The child leads a process group of its own and dies with the thread that called this. Throws
/// std::system_error.
[[nodiscard]] spawned_process spawn(const child_command& command);

/// Waits for the end of a child, which must be near, and forgets it.
void reap(int child);

} // namespace sendlab::net::sandbox
