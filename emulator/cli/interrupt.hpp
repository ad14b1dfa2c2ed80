// Ctrl-C, politely: the first SIGINT or SIGTERM asks the work to end with what is known so far, a second one
// kills.
#pragma once

#include <atomic>

#include "cli/command.hpp"

namespace sendlab::cli {

/// Listens while it lives; at most one at a time.
class interrupt_listener {
public:
    interrupt_listener();
    ~interrupt_listener();
    interrupt_listener(const interrupt_listener&) = delete;
    interrupt_listener& operator=(const interrupt_listener&) = delete;

    /// Turns true with the first signal; for `run_options::interrupt`.
    [[nodiscard]] const std::atomic<bool>& requested() const;

    /// `interrupted` or `terminated` after a signal, else `otherwise`.
    [[nodiscard]] exit_status status(exit_status otherwise) const;
};

} // namespace sendlab::cli
