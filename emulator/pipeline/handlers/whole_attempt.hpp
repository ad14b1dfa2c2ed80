// The model of send_loop.hpp, played an attempt at a time: one event at its end instead of several an e-mail. The draws,
// and what they come to in the books, are the same; only the journal says nothing of single sends.
//
// That is possible where attempts stand alone (attempt_timeline.hpp).
#pragma once

#include "pipeline/handler_services.hpp"
#include "pipeline/handlers/attempt_timeline.hpp"

namespace sendlab::pipeline {

/// The scenario's attempts can be played as wholes.
bool plays_whole_attempts(const settings& scenario);

class whole_attempt final : public lambda::handler {
public:
    /// Only for scenarios that plays_whole_attempts() says yes to.
    whole_attempt(handler_services& services, std::uint64_t environment);
    ~whole_attempt() override;

    void init(bool cold, std::function<void()> ready) override;
    void start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) override;
    void terminate() override;

private:
    void enter_into_books();

    handler_services& services_;
    const handler_settings& model_;
    const std::uint64_t environment_;
    random_stream cold_start_;
    bool fresh_ = true; // no event handled since Init
    std::function<void()> ready_;
    std::function<void(lambda::handler_result)> done_;
    timer_id timer_;

    // Of the attempt
    attempt_timeline timeline_;
    time_point deadline_{};
    email_number first_ = 0;
    request_number request_ = 0;
    attempt_number attempt_ = no_attempt;
};

} // namespace sendlab::pipeline
