// A fault as a scenario file writes it: a value that can be kept, compared and turned into the fault itself.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/random_source.hpp"
#include "faults/add_latency.hpp"
#include "faults/drop_connection.hpp"
#include "faults/duplicate_notification.hpp"
#include "faults/fail_with.hpp"
#include "faults/fault.hpp"
#include "faults/limit_to.hpp"
#include "faults/lose_answer.hpp"
#include "faults/lose_notification.hpp"
#include "faults/multiply_latency.hpp"
#include "faults/narrow_link.hpp"
#include "faults/outage.hpp"
#include "faults/reset_after.hpp"
#include "faults/throttle_to.hpp"

namespace sendlab::faults {

struct fault_settings {
    trigger when;
    /// The one list of faults.
    std::variant<multiply_latency, add_latency, fail_with, throttle_to, outage, drop_connection, lose_answer,
                 lose_notification, duplicate_notification, limit_to, narrow_link, reset_after>
        what;

    friend bool operator==(const fault_settings&, const fault_settings&) = default;
};

/// The key that asks for it: "multiply", "fail", ...
std::string_view key_of(const fault_settings& settings);

/// Lambda itself is away: events wait in its queue, no attempt begins. The service has a switch for it.
[[nodiscard]] bool is_lambda_outage(const fault_settings& settings);

/// "multiply" of "lambda" stretches the CPU time of a modelled handler: code that really runs keeps its own.
[[nodiscard]] bool needs_modelled_handler(const fault_settings& settings);

/// What a fault is to be asked about: its target, or what is meant by it. An outage of "lambda" is met where an event's
/// turn comes to nothing, "reset_after" once a text is known to be longer.
[[nodiscard]] operation acts_on(const fault_settings& settings);

/// Why these settings make no sense, as the end of an error message; nothing if they do.
std::optional<std::string> problem_with(const fault_settings& settings);

/// The fault itself. `position` is its place in the scenario, from 0: it names the stream of the fault's own draws.
std::unique_ptr<fault> make_fault(const fault_settings& settings, random_source random,
                                  std::uint32_t position);

} // namespace sendlab::faults
