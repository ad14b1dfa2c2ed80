#include "lambda/attempt.hpp"

#include <cassert>

namespace sendlab::lambda {

namespace {
constexpr duration past_limit{1};
}

attempt_step attempt::begin(environment_state environment, time_point now) {
    assert(phase_ == phase::setting_up);
    if (environment == environment_state::ready)
        return run(phase::running, attempt_step::start, now);
    if (environment == environment_state::reset)
        return run(phase::reinitialising, attempt_step::init, now);
    cold_ = true;
    due_ = now + limits_.setup;
    return limits_.setup > duration::zero() ? attempt_step::wait : initialise(now);
}

attempt_step attempt::on_due(time_point now) {
    assert(now >= due_);
    switch (phase_) {
    case phase::setting_up:
        return initialise(now);
    case phase::initialising:
        init_ = limits_.init;
        return run(phase::reinitialising, attempt_step::abort_init, now);
    default:
        assert(started() && phase_ != phase::over);
        ran_ = limits_.timeout;
        phase_ = phase::over;
        return attempt_step::time_out;
    }
}

attempt_step attempt::on_ready(time_point now) {
    if (phase_ == phase::initialising) {
        init_ = now - start_;
        return run(phase::running, attempt_step::start, now);
    }
    assert(phase_ == phase::reinitialising);
    phase_ = phase::running;
    return attempt_step::start;
}

void attempt::on_done(time_point now) {
    assert(phase_ == phase::running && now < due_);
    ran_ = now - start_;
    phase_ = phase::over;
}

attempt_step attempt::initialise(time_point now) {
    phase_ = phase::initialising;
    start_ = now;
    due_ = now + limits_.init + past_limit;
    return attempt_step::init;
}

attempt_step attempt::run(phase first, attempt_step step, time_point now) {
    phase_ = first;
    init_inside_ = first == phase::reinitialising;
    start_ = now;
    due_ = deadline() + past_limit;
    return step;
}

} // namespace sendlab::lambda
