// Runs attempts: the clock, the timer and the handler that the state machine in attempt.hpp asks for.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "lambda/async_queue.hpp"
#include "lambda/attempt.hpp"
#include "lambda/deployed_function.hpp"
#include "lambda/environment_pool.hpp"
#include "lambda/function_log.hpp"
#include "lambda/handler.hpp"
#include "lambda/lambda_observer.hpp"
#include "time/scheduler.hpp"

namespace sendlab::lambda {

/// One that has ended, with the environment in the state in which the next attempt finds it.
struct ended_attempt {
    event_slot event = 0;
    std::unique_ptr<environment> place;
    invocation run;
    attempt_report report;
};

/// Tells the observer of cold starts and of the begin of attempts; their end is the owner's to tell.
class attempt_runner {
public:
    attempt_runner(scheduler& clock, lambda_observer& observer, function_log& log,
                   std::function<void(ended_attempt)> on_ended);
    ~attempt_runner();
    attempt_runner(const attempt_runner&) = delete;
    attempt_runner& operator=(const attempt_runner&) = delete;

    /// `setup` precedes Init where the environment is fresh. The function must live until the end.
    void begin(const deployed_function& function, event_slot event, std::unique_ptr<environment> place,
               invocation run, duration setup);

private:
    using slot = std::uint32_t;

    struct running_attempt {
        const deployed_function* function = nullptr; // null: the slot is free
        event_slot event = 0;
        std::unique_ptr<environment> place;
        invocation run;
        attempt progress;
        handler_result answer;
        timer_id timer; // the limit, or what follows the answer
        bool announced = false;
        bool awaits_answer = false;
        std::uint32_t answers = 0; // asked for so far, by whatever attempt was in the slot
    };

    /// Names one answer that a handler owes. It is void when the answer has been given or is no longer
    /// wanted, so that a handler which answers twice, or after its end, does no harm.
    struct ticket {
        slot where;
        std::uint32_t answer;
    };

    slot take_slot();
    void follow(slot at, attempt_step step);
    void initialise(slot at);
    void start(slot at);
    void terminate(slot at);
    void announce_start(running_attempt& running);
    ticket ask(slot at);
    bool accept(ticket answer);
    void on_ready(ticket answer);
    void on_done(ticket answer, handler_result result);
    void end(slot at, attempt_outcome outcome);

    scheduler& clock_;
    lambda_observer& observer_;
    function_log& log_;
    std::function<void(ended_attempt)> on_ended_;
    std::deque<running_attempt> running_; // handlers hold references: addresses stay
    std::vector<slot> free_;
};

} // namespace sendlab::lambda
