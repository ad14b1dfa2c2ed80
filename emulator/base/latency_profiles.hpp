// Named latencies, each with what it was measured from or composed of: `"profile": "same-region"`
// in a scenario.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/distribution.hpp"

namespace sendlab {

/// What a latency is the latency of.
enum class profiled {
    round_trip,       // of the network, between the function and the service
    ses_send_new,     // an SES API call on a new connection
    ses_send_reused,  // on a kept one
    s3_get,           // a small object from a function, connection included
    s3_get_warm,      // its first byte, on a kept connection
    s3_put,           // a small object
    smtp_send_new,    // one message on a connection of its own (port 587, STARTTLS, AUTH)
    smtp_send_pooled, // one message on a kept connection
    notification,     // from the end of a PUT to the event's arrival at Lambda
    dispatch,         // from there to the first attempt
    cold_start,       // the Init phase of a runtime
};

/// "round-trip", "ses-send-new", ...
[[nodiscard]] std::string_view to_string(profiled what);

/// Lognormal by two percentiles; where tail_share is above 0, that share is uniform between tail_low
/// and tail_high instead.
struct latency_profile {
    std::string_view name;
    profiled what;
    double p50_ms;
    double p99_ms;
    std::string_view source;
    double tail_share = 0;
    double tail_low_ms = 0;
    double tail_high_ms = 0;

    [[nodiscard]] sendlab::latency latency() const;
};

/// All of them, in the order of the documentation.
[[nodiscard]] std::span<const latency_profile> latency_profiles();

/// By name or alias ("singapore-to-virginia"). Null if the profile does not say anything about it.
[[nodiscard]] const latency_profile* find_latency_profile(std::string_view name, profiled what);

} // namespace sendlab
