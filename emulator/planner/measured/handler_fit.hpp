// From attempts of a real handler to the model of it: how much time it takes for itself, and how many sends it has on
// their way at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time_types.hpp"
#include "pipeline/settings.hpp"
#include "planner/measured/calibration.hpp"

namespace sendlab::planner {

/// A call of a service, in milliseconds since the attempt began.
struct timed_call {
    double began = 0;
    double took = 0;
};

/// An attempt that ended well, while no other one ran.
struct timed_attempt {
    std::uint32_t emails = 0;     // in its file
    double ran = 0;               // milliseconds
    std::optional<double> init{}; // of a new environment
    timed_call fetch{};
    std::vector<timed_call> sends{}; // in the order in which they began
};

struct handler_measurement {
    std::string handler; // "python3.11 app.handler of fixtures/handlers/python"
    std::vector<timed_attempt> attempts{};
    std::uint64_t left_out = 0; // that failed, or whose calls are not known
};

/// How well the model tells the attempts that it was made from, with the latencies that each of them met.
struct refitted {
    std::uint32_t emails = 0;
    std::uint64_t attempts = 0, cold = 0;
    double measured = 0, modelled = 0; // mean milliseconds
};

struct handler_fit {
    bool sequential = true;
    /// The most that were on their way at once; a lower bound where a file never had more.
    std::uint32_t in_flight = 1;
    bool in_flight_is_a_bound = false;
    double cpu_start = 0, cpu_per_file = 0, cpu_per_email = 0; // milliseconds of this machine's processor
    std::optional<calibration> cold_start{};
    std::vector<refitted> check{}; // in rising order of e-mails

    /// KEY=VALUE as a scenario has them. A checkpoint or deadline-aware model stays what it is.
    [[nodiscard]] std::vector<std::string> settings(const pipeline::handler_settings& stated) const;
};

struct too_little_data {
    std::string what;
};

/// The model's own rule, with the latencies that were measured: the first send is ready cpu_per_email after the fetch,
/// each other one as much after the one before and not before one of in_flight is free; then it takes as long as it did.
/// Milliseconds since the beginning of the attempt.
double replayed_end(const timed_attempt& attempt, double cpu_per_email, std::uint32_t in_flight);

/// Wants attempts with a fetch and a send each, some of them with two e-mails or more in an environment that was there
/// before: from these come the times of files and e-mails, from the others what a start takes.
result<handler_fit, too_little_data> fit_handler(const handler_measurement& measured);

/// Measurements in a file: JSON that read_measurement() makes the same of again.
std::string measurement_json(const handler_measurement& measured);
result<handler_measurement, too_little_data> read_measurement(std::string_view text);

/// What was measured and what is made of it, at most 100 columns.
std::string handler_text(const handler_measurement& measured, const handler_fit& fit);

} // namespace sendlab::planner
