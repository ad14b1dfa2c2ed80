// What Lambda does with an event between accepting it and its end: its way through queue, concurrency,
// environment, attempts and retries. What is decided on that way is decided elsewhere; here it is put in
// order.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "base/random_source.hpp"
#include "base/result.hpp"
#include "lambda/async_queue.hpp"
#include "lambda/attempt_runner.hpp"
#include "lambda/concurrency_gate.hpp"
#include "lambda/deployed_function.hpp"
#include "lambda/function_log.hpp"
#include "lambda/lambda_error.hpp"
#include "lambda/lambda_observer.hpp"
#include "lambda/pending_event.hpp"
#include "lambda/waiting_lines.hpp"
#include "time/scheduler.hpp"

namespace sendlab::lambda {

class invoker {
public:
    invoker(scheduler& clock, random_source random, const account_config& account, lambda_observer& observer);
    ~invoker();
    invoker(const invoker&) = delete;
    invoker& operator=(const invoker&) = delete;

    request_id accept(const std::shared_ptr<deployed_function>& function,
                      std::shared_ptr<const event_document> document, std::uint64_t entity,
                      std::uint32_t delivery);
    /// A call that waits for its answer: one attempt, at once or not at all.
    result<request_id, error> call(const std::shared_ptr<deployed_function>& function,
                                   std::shared_ptr<const event_document> document, std::uint64_t entity,
                                   call_answer answer);
    /// Called for each event of the asynchronous queue that is accepted, delayed, or over.
    void on_change(std::function<void(event_slot)> sink) { changed_ = std::move(sink); }
    /// Nothing where no event is, or one whose caller waits, or whose function is gone.
    [[nodiscard]] std::optional<pending_event> find(event_slot slot) const;
    /// As it was in that slot, which is free; what is overdue goes on at once.
    void restore(event_slot slot, const std::shared_ptr<deployed_function>& function,
                 const pending_event& kept);
    void set_available(bool available);
    void expire_environments(deployed_function& function);
    /// Attempts begin with this code from now on.
    void replace_code(deployed_function& function, handler_factory code);
    /// The function exists no longer: its idle environments end, its waiting events are given up.
    void forget(deployed_function& function);

    [[nodiscard]] concurrency_gate& gate() { return gate_; }
    /// Of the asynchronous queue.
    [[nodiscard]] std::uint64_t pending() const { return queue_.size() - calls_; }
    /// More may run than before: events that wait in line can go.
    void serve_lines();
    function_log& log() { return log_; }

private:
    /// One that waits for the machine.
    struct pending_attempt {
        event_slot event = 0;
        std::unique_ptr<environment> place;
        invocation run;
        duration setup{};
    };
    struct streams {
        random_stream id, duplicate, dispatch_delay, retry_delay, environment_setup;
    };

    queued_event make_event(const std::shared_ptr<deployed_function>& function,
                            std::shared_ptr<const event_document> document, std::uint64_t entity,
                            std::uint32_t delivery) const;
    [[nodiscard]] request_id make_id(std::uint64_t entity, std::uint32_t delivery) const;
    void tell(event_slot slot) const {
        if (changed_)
            changed_(slot);
    }
    void enqueue(queued_event event);
    void dispatch_at(event_slot slot, time_point when);
    void dispatch(event_slot slot);
    void throttle(event_slot slot);
    void begin_attempt(event_slot slot, std::unique_ptr<environment> place);
    /// Begins those for which the machine has room.
    void run_admitted();
    /// One that has waited may find an environment that has become idle meanwhile, or new code.
    void choose_again(pending_attempt& waited);
    void on_attempt_ended(ended_attempt ended);
    void retry_or_give_up(event_slot slot, const invocation& run, attempt_report report);
    void answer_caller(event_slot slot, attempt_report report, const environment& place);
    void succeed(event_slot slot, const attempt_report& report);
    void give_up(event_slot slot, given_up why);

    /// An idle environment or a new one; null if no attempt of the function can begin now.
    std::unique_ptr<environment> find_place(deployed_function& function);
    std::unique_ptr<environment> make_place(deployed_function& function);
    void put_back(deployed_function& function, std::unique_ptr<environment> place);
    [[nodiscard]] std::optional<given_up> why_not_wait(const queued_event& event) const;
    bool serve_one();
    void serve_when_scaled(deployed_function& function);

    scheduler& clock_;
    lambda_observer& observer_;
    streams random_;
    double scaling_per_second_;
    function_log log_;
    concurrency_gate gate_;
    async_queue queue_;
    waiting_lines lines_;
    timer_id lines_timer_; // runs when a line can move again that only the scaling rate holds up
    time_point lines_move_{};
    attempt_runner attempts_;
    std::uint32_t parallel_attempts_;       // 0: any number
    std::uint32_t parallel_ = 0;            // begun and not ended
    std::deque<pending_attempt> admission_; // in the order in which they came
    std::uint64_t environments_ = 0;        // made so far
    std::uint64_t calls_ = 0;               // in the queue, each in its attempt
    bool available_ = true;
    std::function<void(event_slot)> changed_;
};

} // namespace sendlab::lambda
