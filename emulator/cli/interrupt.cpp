#include "cli/interrupt.hpp"

#include <cassert>
#include <csignal>

namespace sendlab::cli {

namespace {

// A signal handler can reach nothing but these.
std::atomic<bool> requested_flag{false};
std::atomic<int> signal_seen{0};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void set_disposition(void (*handler)(int), int flags) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

void on_signal(int number) {
    signal_seen = number;
    requested_flag = true;
    set_disposition(SIG_DFL, 0); // so that the second one kills
}

} // namespace

interrupt_listener::interrupt_listener() {
    requested_flag = false;
    signal_seen = 0;
    set_disposition(&on_signal, SA_RESTART);
}

interrupt_listener::~interrupt_listener() {
    set_disposition(SIG_DFL, 0);
}

const std::atomic<bool>& interrupt_listener::requested() const {
    return requested_flag;
}

exit_status interrupt_listener::status(exit_status otherwise) const {
    switch (signal_seen.load()) {
    case 0:
        return otherwise;
    case SIGTERM:
        return exit_status::terminated;
    default:
        return exit_status::interrupted;
    }
}

} // namespace sendlab::cli
