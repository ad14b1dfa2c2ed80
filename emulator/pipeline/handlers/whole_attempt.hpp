// The model of send_loop.hpp, played an attempt at a time: one event at its end instead of several an e-mail. The draws,
// and what they come to in the books, are the same; only the journal says nothing of single sends.
//
// That is possible where nothing that happens to one send can change another file's: no rate or quota, no faults, no
// errors that the SDK would try again, no connections that outlive an attempt.
#pragma once

#include <vector>

#include "pipeline/handler_services.hpp"

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
    /// When an attempt that begins at `at` has the file; never, if its limit comes first.
    [[nodiscard]] time_point fetched(time_point at);
    /// Plays the sends from then on; returns when the last is answered, or some time past the limit.
    time_point play_sends(time_point from);
    [[nodiscard]] time_point next_turn(time_point cpu_free);
    void enter_into_books();

    handler_services& services_;
    const settings& scenario_;
    const handler_settings& model_;
    const std::uint64_t environment_;
    random_stream cold_start_;
    bool fresh_ = true; // no event handled since Init
    std::function<void()> ready_;
    std::function<void(lambda::handler_result)> done_;
    timer_id timer_;

    // Of the attempt
    lambda::invocation run_;
    send_call call_;                      // what its sends have in common
    std::vector<time_point> accepted_at_; // of the file's first e-mails
    std::vector<time_point> answers_;     // of sends in flight: a heap, the earliest first
};

} // namespace sendlab::pipeline
