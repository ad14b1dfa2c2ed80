// A Lambda service on a virtual clock, with handlers that do as a test tells them and an observer that writes
// down what it hears: "3s attempt 2 started".
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "base/units.hpp"
#include "lambda/lambda_service.hpp"
#include "time/virtual_scheduler.hpp"
#include "unit/lambda/result_text.hpp"

namespace sendlab::lambda::testing {

using namespace std::chrono_literals;

inline constexpr time_point start_of_test = virtual_epoch;

/// What a handler does with one call.
struct script {
    std::optional<duration> after = 0s; // none: inside the call itself; a negative one: never answers
    handler_result answer;
    int times = 1;               // how often it answers
    bool heeds_terminate = true; // else it answers all the same
};

inline script takes(duration d) {
    return {d, {}, 1, true};
}
inline script fails(duration d) {
    return {d, {false, R"({"errorType":"Error","errorMessage":"no"})"}, 1, true};
}
inline script never() {
    return takes(-1ns);
}
inline script at_once() {
    return {std::nullopt, {}, 1, true};
}

/// What all handlers of a test are told to do, and what they were told by Lambda.
struct direction {
    std::function<script(const invocation&)> on_start = [](const invocation&) { return takes(100ms); };
    std::function<script(std::uint64_t environment, bool cold)> on_init = [](std::uint64_t, bool) {
        return at_once();
    };
    std::vector<std::string> calls; // "init cold 1", "init 1", "start 1", "terminate 1", "destroy 1"
};

class scripted_handler final : public handler {
public:
    scripted_handler(scheduler& clock, direction& told, std::uint64_t environment)
        : clock_{clock}, told_{told}, number_{std::to_string(environment)}, environment_{environment} {}
    ~scripted_handler() override {
        forget_answers();
        told_.calls.push_back("destroy " + number_);
    }

    void init(bool cold, std::function<void()> ready) override {
        told_.calls.push_back((cold ? "init cold " : "init ") + number_);
        act(told_.on_init(environment_, cold),
            [ready = std::move(ready)](const handler_result&) { ready(); });
    }
    void start(const invocation& run, std::function<void(handler_result)> done) override {
        told_.calls.push_back("start " + number_);
        act(told_.on_start(run), std::move(done));
    }
    void terminate() override {
        told_.calls.push_back("terminate " + number_);
        if (heeds_terminate_)
            forget_answers();
    }

private:
    void act(const script& s, std::function<void(handler_result)> answer) {
        heeds_terminate_ = s.heeds_terminate;
        for (int i = 0; i < s.times; ++i) {
            if (!s.after)
                answer(s.answer);
            else if (*s.after >= 0s)
                answers_.push_back(
                    clock_.run_after(*s.after, [said = std::make_shared<handler_result>(s.answer), answer] {
                        answer(*said);
                    }));
        }
    }
    void forget_answers() {
        for (const auto timer : std::exchange(answers_, {}))
            clock_.cancel(timer);
    }

    scheduler& clock_;
    direction& told_;
    std::string number_;
    std::uint64_t environment_;
    std::vector<timer_id> answers_;
    bool heeds_terminate_ = true;
};

struct text_event final : event_document {
    explicit text_event(std::string text) : text_{std::move(text)} {}
    std::string json() const override { return text_; }
    std::string text_;
};

class recorder : public lambda_observer {
public:
    explicit recorder(scheduler& clock) : clock_{clock} {}

    void on_accepted(const request_id& id, const event_document&) override {
        ids.push_back(id);
        say("accepted");
    }
    void on_duplicated(const request_id& id, const event_document&) override {
        CHECK(id == ids.back());
        say("duplicated");
    }
    void on_throttled(const request_id&, const event_document&, duration delay) override {
        say("throttled for " + exact_text(delay));
    }
    void on_cold_start(std::uint64_t environment) override {
        say("cold start " + std::to_string(environment));
    }
    void on_attempt_started(const invocation& run, bool cold) override {
        runs.push_back(run);
        say("attempt " + std::to_string(run.attempt) + " started in " + std::to_string(run.environment) +
            (cold ? ", cold" : ""));
    }
    void on_attempt_ended(const invocation& run, const attempt_report& report) override {
        reports.push_back(report);
        static const std::map<attempt_outcome, std::string> words{{attempt_outcome::succeeded, "succeeded"},
                                                                  {attempt_outcome::failed, "failed"},
                                                                  {attempt_outcome::timed_out, "timed out"}};
        say("attempt " + std::to_string(run.attempt) + " " + words.at(report.outcome) + " after " +
            exact_text(report.ran));
    }
    void on_retry_scheduled(const invocation& run, duration delay) override {
        say("retry after attempt " + std::to_string(run.attempt) + " in " + exact_text(delay));
    }
    void on_succeeded(const request_id& id, const event_document& event) override {
        ends.push_back(id);
        say("succeeded " + event.json());
    }
    void on_given_up(const request_id& id, const event_document& event, given_up why,
                     std::uint32_t attempts) override {
        static const std::map<given_up, std::string> words{
            {given_up::retries_exhausted, "retries exhausted"},
            {given_up::event_age_exceeded, "event age exceeded"},
            {given_up::zero_reserved_concurrency, "zero concurrency"},
            {given_up::recursive_loop, "recursive loop"},
            {given_up::function_deleted, "function deleted"}};
        ends.push_back(id);
        say("given up " + event.json() + ", " + words.at(why) + ", after " + std::to_string(attempts));
    }
    void on_environment_expired(std::uint64_t environment) override {
        say("expired " + std::to_string(environment));
    }
    void on_record(const std::string& target, const std::string& json) override {
        records.push_back({target, json});
    }
    void on_log_line(const log_line& line) override {
        CHECK(line.function == "LambdaEmailSender");
        log.emplace_back(line.text);
    }

    /// What was heard of events, attempts and environments, without what the test is not about.
    [[nodiscard]] std::vector<std::string> heard(const std::string& word) const {
        std::vector<std::string> found;
        for (const auto& line : trace)
            if (line.find(word) != std::string::npos)
                found.push_back(line);
        return found;
    }

    std::vector<std::string> trace;
    std::vector<request_id> ids;  // accepted
    std::vector<request_id> ends; // succeeded or given up
    std::vector<invocation> runs;
    std::vector<attempt_report> reports;
    std::vector<std::pair<std::string, std::string>> records;
    std::vector<std::string> log;

private:
    void say(const std::string& what) {
        trace.push_back(exact_text(clock_.now() - start_of_test) + " " + what);
    }

    scheduler& clock_;
};

/// A service with one function. What it accepts is over when the test is.
struct lambda_world {
    explicit lambda_world(function_config settings = {}, account_config limits = {})
        : service{clock, random_source{7}, std::move(limits), heard} {
        deploy(std::move(settings));
    }
    ~lambda_world() {
        CHECK(service.events_pending() == 0);
        CHECK(service.concurrent_executions() == 0);
        CHECK(clock.pending() == 0);
    }

    void deploy(function_config settings) {
        const auto arn = service.create_function(std::move(settings), code());
        REQUIRE(arn);
    }
    handler_factory code() {
        return [this](std::uint64_t environment) {
            return std::make_unique<scripted_handler>(clock, told, environment);
        };
    }
    /// Accepted `at` after the start of the test; entities count up.
    void invoke_at(duration at, const std::string& text = "1",
                   const std::string& function = "LambdaEmailSender") {
        clock.run_at(start_of_test + at, [this, text = std::make_shared<std::string>(text),
                                          name = std::make_shared<std::string>(function)] {
            CHECK(service.invoke_async(*name, std::make_shared<text_event>(*text), next_entity++));
        });
    }
    void run() { clock.run(); }
    void run_until(duration since_start) { clock.run(start_of_test + since_start); }

    virtual_scheduler clock;
    direction told;
    recorder heard{clock};
    lambda_service service;
    std::uint64_t next_entity = 1;
};

using lines = std::vector<std::string>;

} // namespace sendlab::lambda::testing
