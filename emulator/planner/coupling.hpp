// Do the files of a run time out independently of one another? Where they do, each file is an observation of
// its own. Where something makes them wait for each other, or strikes several at once, files that were in the
// pipeline together are one observation, and fewer of them support the same interval.
#pragma once

#include <string>
#include <vector>

#include "pipeline/settings.hpp"

namespace sendlab::planner {

/// What is counted as one observation.
enum class observation {
    file,        // files do not interact
    busy_period, // all files between two moments at which the pipeline was empty
    run,         // something remembers from the first file of a run to the last
};

struct coupling {
    observation unit = observation::file;
    /// One clause a cause, with the scenario's key: "ses.rate: invocations share the send rate".
    std::vector<std::string> reasons;
};

coupling couples(const pipeline::settings& scenario);

/// A fault that can change how long an attempt over this transport takes.
bool acts_inside_an_attempt(const faults::fault_settings& fault, pipeline::send_transport transport);

/// "file", "busy period", "run"
std::string_view to_string(observation unit);

} // namespace sendlab::planner
