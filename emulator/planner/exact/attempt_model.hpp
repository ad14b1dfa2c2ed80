// What an attempt consists of, where that is little enough for its probabilities to be computed instead of counted:
// the time to get the file, CPU, and sends that are independent of one another and of other files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/settings.hpp"
#include "planner/exact/send_law.hpp"

namespace sendlab::planner::exact {

/// Times in nanoseconds. An attempt at a file of m e-mails lasts
///   fixed (+ start_work, + Init) + fetch + m fetch_per_email + the sends of m e-mails,
/// where one after the other each takes cpu_per_email + send; and at once, e-mail j (1, 2, ...) ends j cpu_per_email +
/// send after the first began.
struct attempt_model {
    double limit = 0;      // the function's, without what every attempt spends
    double start_work = 0; // of a process that handles its first event
    distribution init =
        distribution::constant(0); // inside of the limit only after an attempt that was killed
    distribution fetch = distribution::constant(0);
    double fetch_per_email = 0;
    double cpu_per_email = 0;
    std::uint32_t max_in_flight = 1;
    double correlation = 0; // of the sends' normal scores, inside an attempt
    send_law send{0, {}};
    send_law accepted{0, {}}; // from the beginning of a send until no kill keeps it from being accepted

    [[nodiscard]] bool sequential() const { return max_in_flight == 1; }
    /// A new process, or one that was killed, takes as long as any other.
    [[nodiscard]] bool environments_are_alike() const {
        return start_work == 0 && init.is_constant() && init.mean() == 0;
    }
};

/// Whole-file retries as a formula: what a file comes to when each of its attempts is a fresh draw.
struct retry_model {
    std::uint32_t attempts = 3;      // at most, of one event
    double doubled_notification = 0; // probabilities that an event comes twice
    double doubled_event = 0;
};

struct applicability {
    std::optional<attempt_model> attempt; // P(time-out) can be computed
    std::optional<retry_model> retries;   // and so can duplicates and losses
    /// Why not; one clause each, with the scenario's key: "ses.errors: SDK retries use time".
    std::vector<std::string> reasons;
};

applicability model_of(const pipeline::settings& scenario);

} // namespace sendlab::planner::exact
