// One attempt after another, each at a file of its own, with draws that a tilt_scheme bends: how long do they
// take?
#pragma once

#include <cstdint>

#include "pipeline/handlers/attempt_timeline.hpp"
#include "pipeline/ses_provider.hpp"
#include "pipeline/smtp_provider.hpp"
#include "planner/tail/bent_draws.hpp"
#include "ses/ses_service.hpp"
#include "time/virtual_scheduler.hpp"

namespace sendlab::planner::tail {

/// All of a run's world that an attempt stands on.
class attempt_stage {
public:
    /// The scheme must outlive it. Its scenario's attempts stand alone.
    attempt_stage(const tilt_scheme& scheme, std::uint64_t seed);

    /// How long the attempt of this number takes; past the time limit anything above that.
    [[nodiscard]] duration play(std::uint64_t number);
    /// Of the attempt played last.
    [[nodiscard]] const bent_draws& draws() const { return draws_; }

private:
    [[nodiscard]] std::uint64_t file_bytes(std::uint64_t first, std::uint32_t emails) const;

    const pipeline::settings& scenario_;
    const exact::environment found_;
    bent_draws draws_;
    virtual_scheduler clock_;
    random_source random_;
    pipeline::email_catalog catalog_;
    pipeline::ledger books_;
    pipeline::journal journal_;
    faults::fault_set faults_;
    pipeline::context world_;
    ses::ses_service ses_;
    pipeline::ses_provider ses_provider_;
    pipeline::smtp_provider smtp_provider_;
    pipeline::attempt_timeline timeline_;
    random_stream which_file_;
    random_stream which_email_;
    random_stream init_;
};

} // namespace sendlab::planner::tail
