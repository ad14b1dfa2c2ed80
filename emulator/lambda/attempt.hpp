// One run of a function, from the environment it is given to its end: set-up, Init, Invoke and their time
// limits. What happened and when goes in, what to do next comes out; the owner has the clock, the handler and
// the timer. Source: Lambda Developer Guide, "Lambda execution environment lifecycle".
#pragma once

#include "base/time_types.hpp"

namespace sendlab::lambda {

/// What an attempt finds in its environment.
enum class environment_state {
    fresh, // nothing: sandbox and Init come first, outside of the function's time limit
    reset, // no process, after a time-out or a crash: Init runs inside the limit ("suppressed init")
    ready,
};

struct attempt_limits {
    duration setup{};   // of a fresh environment: sandbox and code download
    duration init{};    // of the Init phase
    duration timeout{}; // of the function
};

/// What the owner does now. Every step but `time_out` then waits for an answer or for due(), whichever is
/// first.
enum class attempt_step {
    wait,       // nothing
    init,       // has the handler initialise
    abort_init, // terminates the handler and has it initialise again
    start,      // has the handler run
    time_out,   // terminates the handler: the attempt is over
};

/// An attempt that ends exactly at its limit has kept it: limits are past one nanosecond later. What ran into
/// one is still said to have lasted exactly as long as the limit.
class attempt {
public:
    attempt() = default;
    explicit attempt(const attempt_limits& limits) : limits_{limits} {}

    attempt_step begin(environment_state environment, time_point now);
    /// due() has come.
    attempt_step on_due(time_point now);
    /// The handler has initialised.
    attempt_step on_ready(time_point now);
    /// The handler has answered: the attempt is over.
    void on_done(time_point now);

    /// When on_due() is called if nothing else happens before.
    [[nodiscard]] time_point due() const { return due_; }
    /// The Init phase of a fresh environment, not a later one inside the attempt.
    [[nodiscard]] bool cold_initialising() const { return phase_ == phase::initialising; }

    [[nodiscard]] bool cold() const { return cold_; }
    /// Init is, or was, part of the function's own time.
    [[nodiscard]] bool init_inside() const { return init_inside_; }
    /// The function's own time has begun to run; only then do the following have a meaning.
    [[nodiscard]] bool started() const { return phase_ >= phase::reinitialising; }
    [[nodiscard]] time_point start() const { return start_; }
    [[nodiscard]] time_point deadline() const { return start_ + limits_.timeout; }
    [[nodiscard]] duration init() const { return init_; }
    /// After the end.
    [[nodiscard]] duration ran() const { return ran_; }

private:
    enum class phase { setting_up, initialising, reinitialising, running, over };

    attempt_step initialise(time_point now);
    attempt_step run(phase first, attempt_step step, time_point now);

    attempt_limits limits_;
    phase phase_ = phase::setting_up;
    bool cold_ = false;
    bool init_inside_ = false;
    time_point due_{};
    time_point start_{}; // of the phase until started(), of the attempt from then on
    duration init_{};
    duration ran_{};
};

} // namespace sendlab::lambda
