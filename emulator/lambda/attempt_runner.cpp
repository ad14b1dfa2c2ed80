#include "lambda/attempt_runner.hpp"

#include <cassert>
#include <utility>

#include "lambda/log_lines.hpp"

namespace sendlab::lambda {

attempt_runner::attempt_runner(scheduler& clock, lambda_observer& observer, function_log& log,
                               std::function<void(ended_attempt)> on_ended)
    : clock_{clock}, observer_{observer}, log_{log}, on_ended_{std::move(on_ended)} {}

attempt_runner::~attempt_runner() {
    for (const auto& running : running_)
        if (running.function)
            clock_.cancel(running.timer);
}

void attempt_runner::begin(const deployed_function& function, event_slot event,
                           std::unique_ptr<environment> place, invocation run, duration setup) {
    const auto at = take_slot();
    auto& running = running_[at];
    running.function = &function;
    running.event = event;
    running.place = std::move(place);
    running.run = std::move(run);
    running.progress = attempt{{setup, function.config.init_limit, function.config.timeout}};
    running.announced = false;
    follow(at, running.progress.begin(running.place->state, clock_.now()));
}

attempt_runner::slot attempt_runner::take_slot() {
    if (free_.empty()) {
        free_.push_back(static_cast<slot>(running_.size()));
        running_.emplace_back();
    }
    const auto at = free_.back();
    free_.pop_back();
    return at;
}

void attempt_runner::follow(slot at, attempt_step step) {
    auto& running = running_[at];
    if (step == attempt_step::abort_init || step == attempt_step::time_out)
        terminate(at);
    if (step == attempt_step::time_out)
        return end(at, attempt_outcome::timed_out);

    // Before the handler is called, which may answer at once.
    running.timer = clock_.run_at(running.progress.due(),
                                  [this, at] { follow(at, running_[at].progress.on_due(clock_.now())); });
    if (step == attempt_step::start)
        start(at);
    else if (step != attempt_step::wait)
        initialise(at);
}

void attempt_runner::initialise(slot at) {
    auto& running = running_[at];
    const bool cold = running.progress.cold_initialising();
    if (cold)
        observer_.on_cold_start(running.place->number);
    else
        announce_start(running);
    running.place->code->init(cold, [this, answer = ask(at)] { on_ready(answer); });
}

void attempt_runner::start(slot at) {
    auto& running = running_[at];
    announce_start(running);
    running.place->code->start(
        running.run, [this, answer = ask(at)](handler_result result) { on_done(answer, std::move(result)); });
}

void attempt_runner::terminate(slot at) {
    auto& running = running_[at];
    running.awaits_answer = false;
    running.place->code->terminate();
    if (!running.announced)
        log_.init_aborted(*running.function, *running.place, running.progress.init());
}

void attempt_runner::announce_start(running_attempt& running) {
    if (std::exchange(running.announced, true))
        return; // a suppressed init came first
    running.run.deadline = running.progress.deadline();
    observer_.on_attempt_started(running.run, running.progress.cold());
    log_.attempt_started(*running.function, *running.place, running.run);
}

attempt_runner::ticket attempt_runner::ask(slot at) {
    running_[at].awaits_answer = true;
    return {at, ++running_[at].answers};
}

bool attempt_runner::accept(ticket answer) {
    auto& running = running_[answer.where];
    if (!running.awaits_answer || running.answers != answer.answer)
        return false;
    if (clock_.now() >= running.progress.due())
        return false; // on a real clock, whose timer is late: it will come
    running.awaits_answer = false;
    clock_.cancel(running.timer);
    return true;
}

// What an answer leads to has an event of its own, so that a handler is never called, or destroyed, from
// inside its own answer, and a handler that answers at once does not fill the stack.

void attempt_runner::on_ready(ticket answer) {
    if (!accept(answer))
        return;
    running_[answer.where].timer = clock_.run_at(clock_.now(), [this, at = answer.where] {
        follow(at, running_[at].progress.on_ready(clock_.now()));
    });
}

void attempt_runner::on_done(ticket answer, handler_result result) {
    if (!accept(answer))
        return;
    auto& running = running_[answer.where];
    running.progress.on_done(clock_.now());
    running.answer = std::move(result);
    const auto outcome = running.answer.succeeded ? attempt_outcome::succeeded : attempt_outcome::failed;
    running.timer = clock_.run_at(clock_.now(), [this, at = answer.where, outcome] { end(at, outcome); });
}

void attempt_runner::end(slot at, attempt_outcome outcome) {
    auto& running = running_[at];
    const auto& function = *std::exchange(running.function, nullptr);
    const auto& progress = running.progress;
    const bool timed_out = outcome == attempt_outcome::timed_out;
    running.place->state =
        timed_out || running.answer.crashed ? environment_state::reset : environment_state::ready;

    const auto max_memory = running.place->code->peak_memory_mb();

    ended_attempt ended{running.event, std::move(running.place), std::move(running.run), {}};
    auto& report = ended.report;
    report.max_memory_mb = max_memory;
    report.runtime_error = std::move(running.answer.runtime_error);
    report.outcome = outcome;
    report.started = progress.start();
    report.ran = progress.ran();
    report.init = progress.init();
    report.billed = function.billing.billed(report.ran, report.init);
    report.cold = progress.cold();
    report.init_inside = progress.init_inside();
    report.payload =
        timed_out ? timed_out_payload(ended.run.id, report.ran) : std::move(running.answer.payload);
    running.answer = {};
    free_.push_back(at);
    on_ended_(std::move(ended));
}

} // namespace sendlab::lambda
