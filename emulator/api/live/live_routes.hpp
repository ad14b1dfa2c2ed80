// What the emulator tells of itself while it runs, and what of it can be changed: /_sendlab/invocations,
// files, faults, metrics.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/live/call_pulse.hpp"
#include "api/live/invocation_log.hpp"
#include "api/live/scenario_conditions.hpp"
#include "api/live/smtp_sessions.hpp"
#include "api/own_api.hpp"
#include "base/result.hpp"
#include "mailbox/mailbox.hpp"

namespace sendlab::lambda {
class function_registry;
}
namespace sendlab::s3 {
class object_store;
}

namespace sendlab::api::live {

/// Calls of AWS services, by service, action and HTTP status.
using call_counts = std::map<std::pair<std::string, unsigned>, std::uint64_t>;

struct live_parts {
    const scheduler& clock;
    invocation_log& invocations;
    scenario_conditions& conditions;
    const mailbox::mailbox& mail;
    const call_counts& calls;
    const call_pulse& pulse;
    /// Reads {"faults": [...]} as a scenario file has it, or says what is wrong with it.
    std::function<result<std::vector<faults::fault_settings>, std::string>(std::string_view)> read_faults;
    std::function<smtp_counts()> smtp{};
};

/// - GET /_sendlab/invocations?state=&key=&function=, newest last; GET /_sendlab/invocations/{request id}
///   with the log of each attempt.
/// - GET /_sendlab/files: the objects that caused invocations, and what became of each.
/// - GET /_sendlab/faults: each fault, how often it was met and how often it struck; PUT replaces them all and
///   counts their time from now; DELETE removes them. PUT /_sendlab/faults/panel replaces those that were put
///   there before, and leaves the others; GET gives what was put.
/// - GET /_sendlab/metrics: counters in Prometheus' text format.
/// The parts must outlive the API.
void add_live_routes(own_api& api, const live_parts& parts);

/// - GET /_sendlab/timeline?since=VERSION: the invocations that have changed since, with the calls and e-mails
///   of their attempts.
/// - GET /_sendlab/pulse: counters and latencies of the last seconds.
void add_timeline_routes(own_api& api, const live_parts& parts);

struct account_parts {
    const lambda::function_registry& registry;
    aws_service& lambda;
    s3::object_store& store;
};

/// - GET /_sendlab/functions; POST /_sendlab/functions/{name}/invocations?type=: the event is the body, the
///   answer that of Lambda's Invoke.
/// - GET /_sendlab/buckets; GET /_sendlab/buckets/{name}/objects?prefix=&delimiter=&after=, 200 at a time; GET
///   /_sendlab/buckets/{name}/object?key=&dl=; POST /_sendlab/buckets/{name}/notifications?key= tells of an
///   object once more.
/// The parts must outlive the API.
void add_account_routes(own_api& api, const account_parts& parts);

/// An invocation as JSON, as the routes and the event feed show it.
[[nodiscard]] std::string invocation_json(const recorded_invocation& what, bool with_logs);

} // namespace sendlab::api::live
