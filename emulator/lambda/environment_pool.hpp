// The environments of a function that wait for work. Source: Lambda Developer Guide, "Lambda execution
// environment lifecycle"; AWS documents neither the order of reuse nor the idle life.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

#include "base/time_types.hpp"
#include "lambda/attempt.hpp"
#include "lambda/handler.hpp"
#include "lambda/request_id.hpp"

namespace sendlab::lambda {

/// A sandbox with one instance of the code.
struct environment {
    std::uint64_t number = 0;
    std::unique_ptr<handler> code;
    environment_state state = environment_state::fresh;
    std::uint32_t generation = 0; // of the function's code when it was made
    time_point idle_since{};
    // Where a log is kept
    request_id run{};     // the invocation that runs, or has run last
    std::string log_tail; // the end of what that has logged
};

/// The one used last is used first, so that those that a burst has left behind grow old. They are ended when
/// somebody looks, not by a timer: an idle environment keeps no run from ending, and costs nothing.
class environment_pool {
public:
    explicit environment_pool(duration keep_warm) : keep_warm_{keep_warm} {}

    /// Null if none is idle. Those that have expired are to be taken out before.
    std::unique_ptr<environment> take();
    /// Time does not go back from one call to the next.
    void put_back(std::unique_ptr<environment> place, time_point now);
    /// One that has been idle for keep_warm or longer, the oldest first; null if there is none.
    std::unique_ptr<environment> take_expired(time_point now);

    /// The oldest; null if there is none.
    std::unique_ptr<environment> take_oldest();

    [[nodiscard]] std::size_t idle() const { return idle_.size(); }
    void clear() { idle_.clear(); }

private:
    duration keep_warm_;
    std::deque<std::unique_ptr<environment>> idle_; // in the order of idle_since
};

} // namespace sendlab::lambda
