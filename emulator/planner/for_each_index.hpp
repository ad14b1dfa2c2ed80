// Independent pieces of work on several cores.
#pragma once

#include <cstddef>
#include <functional>

namespace sendlab::planner {

/// Calls work(i) for every i below `count`, on `threads` threads of which the caller's is one, and returns
/// when all are done. Which thread does what, and in which order, is not defined: results belong in slot i.
/// An exception comes back to the caller, after pieces that had begun; the others are left out. `between` is
/// called on the caller's thread after each of its own pieces.
void for_each_index(std::size_t count, unsigned threads, const std::function<void(std::size_t)>& work,
                    const std::function<void()>& between = {});

/// As many as the machine has cores, at least 1.
unsigned core_count();

} // namespace sendlab::planner
