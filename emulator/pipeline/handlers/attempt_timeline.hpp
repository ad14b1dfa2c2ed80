// An attempt of a modelled handler as a function of what it leaves to chance: when it has its file, when each of its
// sends is accepted and answered. The steps are those of send_loop.hpp, without events: nothing but the attempt's own
// draws decides.
#pragma once

#include <vector>

#include "pipeline/context.hpp"
#include "pipeline/mail_provider.hpp"

namespace sendlab::pipeline {

/// How long an attempt takes depends on its own draws only: no rate or quota, no faults inside of it, no errors that the
/// SDK would try again, no connections that outlive an attempt.
bool attempts_stand_alone(const settings& scenario);

class attempt_timeline {
public:
    /// For scenarios that attempts_stand_alone() says yes to. Both must outlive it.
    attempt_timeline(const context& world, const mail_provider& provider);

    struct work {
        email_number first = 0;
        std::uint32_t emails = 0;
        std::uint64_t file_bytes = 0;
        std::uint32_t attempt_key = 1;
        std::uint32_t memory_mb = 0;
        bool fresh = false; // the process handles its first event: start-up work comes first
    };

    /// The moment of the last answer; past the deadline any moment after it, since the attempt is killed then.
    [[nodiscard]] time_point play(const work& file, time_point start, time_point deadline);

    /// Of a send: when the provider has it for good, and when it takes it.
    struct acceptance {
        time_point received;
        time_point accepted;
    };

    // Of the attempt played last:
    /// The file was asked for before the deadline.
    [[nodiscard]] bool asked_for_file() const { return asked_for_file_; }
    /// Of its first e-mails, as far as they were begun before the deadline.
    [[nodiscard]] const std::vector<acceptance>& sends() const { return sends_; }

private:
    [[nodiscard]] time_point fetched(const work& file, time_point start, time_point deadline);
    [[nodiscard]] time_point sent(const work& file, time_point from, time_point deadline);
    [[nodiscard]] time_point next_turn(time_point cpu_free);

    const context& world_;
    const mail_provider& provider_;
    const handler_settings& model_;
    bool asked_for_file_ = false;
    std::vector<acceptance> sends_;
    std::vector<time_point> answers_; // of sends in flight: a heap, the earliest first
};

} // namespace sendlab::pipeline
