// What must hold of an asynchronous queue, whatever happens to it: an observer that checks each thing that it hears against
// what it has heard before. (Lambda Developer Guide, "Asynchronous invocation", "Configuring reserved concurrency".)
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "lambda/lambda_service.hpp"

namespace sendlab::lambda::model {

using namespace std::chrono_literals;

/// What a handler does with an attempt.
struct behaviour {
    duration after{};
    bool succeeds = true;
};
inline constexpr duration never = 24h;

/// A deployment of a function. Invocations belong to it even after the function has been deleted, or made anew.
struct deployment {
    function_config config;
    bool deleted = false;
    std::uint32_t running = 0;
};

struct planned_event final : event_document {
    [[nodiscard]] std::string json() const override { return "{}"; }

    std::shared_ptr<deployment> target;
    std::vector<behaviour> attempts; // of the first, the second, ...
    bool call = false;               // somebody waits for the answer
};

class audit final : public lambda_observer {
public:
    explicit audit(scheduler& clock) : clock_{clock} {}

    std::string problem; // the first
    bool available = true;
    std::uint32_t account_limit = 0;
    std::function<std::uint32_t()> executions; // of the whole account
    std::function<std::uint32_t()> unreserved;

    [[nodiscard]] std::uint64_t open() const {
        return static_cast<std::uint64_t>(std::ranges::count_if(
            lives_, [](const auto& l) { return !l.second.over && !l.second.plan->call; }));
    }
    void expect_answer() { ++answers_due_; }
    void on_answer(const call_result& answer) {
        hold(answers_due_-- > 0, "an answer that nobody waits for");
        hold(last_call_succeeded_ == answer.succeeded, "an answer that is not the attempt's");
    }
    [[nodiscard]] int answers_due() const { return answers_due_; }

    void on_accepted(const request_id& id, const event_document& event) override {
        const bool fresh = lives_.emplace(id, life{.plan = &plan_of(event), .accepted = clock_.now()}).second;
        hold(fresh, "an id that was there before");
    }

    void on_throttled(const request_id& id, const event_document&, duration delay) override {
        auto& l = waiting(id);
        const auto& target = *l.plan->target;
        const auto doubled = std::min<duration>(1s * (std::int64_t{1} << std::min(l.throttles++, 20)), 5min);
        hold(delay == doubled, "a back-off that does not double up to five minutes");
        hold(clock_.now() + delay - l.accepted <= target.config.maximum_event_age,
             "a back-off past the event's age");
        hold(!available || executions() >= target.config.reserved_concurrency.value_or(unreserved()),
             "a throttle where there is room");
        l.due = clock_.now() + delay;
    }

    void on_attempt_started(const invocation& run, bool) override {
        const auto& plan = plan_of(*run.event);
        if (plan.call)
            lives_.emplace(run.id, life{.plan = &plan, .accepted = clock_.now()});
        auto& l = waiting(run.id);
        hold(run.attempt == ++l.attempts, "an attempt whose number is not the next");
        hold(clock_.now() >= l.due, "an attempt before its time");
        hold(++plan.target->running <= plan.target->config.reserved_concurrency.value_or(account_limit),
             "more attempts than reserved concurrency");
        hold(executions() <= account_limit, "more attempts than the account may have");
        l.timeout = plan.target->config.timeout;
        l.running = true;
        l.throttles = 0;
    }

    void on_attempt_ended(const invocation& run, const attempt_report& report) override {
        auto& l = lives_.at(run.id);
        hold(std::exchange(l.running, false), "the end of an attempt that does not run");
        --l.plan->target->running;
        const auto& [after, succeeds] = l.plan->attempts.at(run.attempt - 1);
        const auto expected = after > l.timeout ? attempt_outcome::timed_out
                              : succeeds        ? attempt_outcome::succeeded
                                                : attempt_outcome::failed;
        hold(report.outcome == expected, "an outcome that is not the handler's");
        hold(report.ran == std::min(after, l.timeout), "an attempt that took another time than its handler");
        l.last = report.outcome;
        l.last_end = report.started + report.ran;
        last_call_succeeded_ = expected == attempt_outcome::succeeded;
        l.over = l.plan->call;
    }

    void on_retry_scheduled(const invocation& run, duration delay) override {
        auto& l = waiting(run.id);
        const auto& config = l.plan->target->config;
        hold(l.last != attempt_outcome::succeeded, "a retry of what succeeded");
        hold(l.attempts <= config.maximum_retry_attempts, "more attempts than allowed");
        hold(delay == (l.attempts == 1 ? 1min : 2min), "a retry not after one minute, then two");
        hold(l.last_end + delay - l.accepted <= config.maximum_event_age, "a retry past the event's age");
        l.due = l.last_end + delay;
    }

    void on_succeeded(const request_id& id, const event_document&) override {
        auto& l = waiting(id);
        hold(l.attempts > 0 && l.last == attempt_outcome::succeeded,
             "success without an attempt that succeeded");
        end(l, id, l.plan->target->config.on_success, {});
    }

    void on_given_up(const request_id& id, const event_document&, given_up why,
                     std::uint32_t attempts) override {
        auto& l = waiting(id);
        const auto& target = *l.plan->target;
        hold(attempts == l.attempts, "another number of attempts than there were");
        hold(l.attempts == 0 || l.last != attempt_outcome::succeeded, "what has succeeded was given up");
        hold(is_due_to(why, l, target), "given up for a reason that there was not");
        end(l, id, target.config.on_failure, target.config.dead_letter_target);
    }

    void on_record(const std::string& target, const std::string& json) override {
        const auto found = std::ranges::find(records_due_, target);
        hold(found != records_due_.end(), "a record for " + target + " that is not due");
        if (found == records_due_.end())
            return;
        records_due_.erase(found);
        hold(json.find(record_of_) != std::string::npos, "a record that does not name its event");
    }

    /// Between two events nothing may be owed.
    void check_records() { hold(records_due_.empty(), "a destination that was not told"); }

private:
    struct life {
        const planned_event* plan = nullptr;
        time_point accepted{};
        time_point due{};
        time_point last_end{};
        duration timeout{};
        std::uint32_t attempts = 0;
        int throttles = 0; // since the last attempt
        attempt_outcome last{};
        bool running = false;
        bool over = false;
    };

    void hold(bool condition, const std::string& otherwise) {
        if (!condition && problem.empty())
            problem = otherwise;
    }

    static const planned_event& plan_of(const event_document& event) {
        return static_cast<const planned_event&>(event);
    }

    life& waiting(const request_id& id) {
        auto& l = lives_.at(id);
        hold(!l.over, "something happens to an event that is over");
        hold(!l.running, "something happens to an event besides its attempt");
        return l;
    }

    bool is_due_to(given_up why, const life& l, const deployment& target) const {
        const auto& config = target.config;
        const auto age = std::max(clock_.now(), l.due) - l.accepted;
        switch (why) {
        case given_up::retries_exhausted:
            return l.attempts > config.maximum_retry_attempts;
        case given_up::event_age_exceeded: // at the end of the longest wait that may have been next
            return age + 5min > config.maximum_event_age;
        case given_up::zero_reserved_concurrency:
            return config.reserved_concurrency == 0U;
        case given_up::function_deleted:
            return target.deleted;
        case given_up::recursive_loop:
            break;
        }
        return false;
    }

    void end(life& l, const request_id& id, const std::string& first, const std::string& second) {
        check_records();
        l.over = true;
        record_of_ = id.text();
        for (const auto& target : {first, second})
            if (!target.empty() && !l.plan->target->deleted)
                records_due_.push_back(target);
    }

    scheduler& clock_;
    std::map<request_id, life> lives_;
    std::vector<std::string> records_due_;
    std::string record_of_;
    int answers_due_ = 0;
    bool last_call_succeeded_ = false;
};

} // namespace sendlab::lambda::model
