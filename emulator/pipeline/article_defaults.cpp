#include "pipeline/article_defaults.hpp"

#include <cassert>

#include "base/latency_profiles.hpp"

namespace sendlab::pipeline {

namespace {

using namespace std::chrono_literals;

latency profile(std::string_view name, profiled what) {
    const auto* found = find_latency_profile(name, what);
    assert(found);
    return found->latency();
}

} // namespace

settings article_defaults() {
    settings s;
    // A new connection for every call: SDK v2 makes a client an e-mail and keeps none alive.
    s.ses.send_latency = profile("same-region", profiled::ses_send_new);
    s.application.priority_latency = s.ses.send_latency;

    s.s3.put_latency = profile("same-region", profiled::s3_put);
    s.s3.get_latency = profile("same-region", profiled::s3_get);
    s.s3.notification_delay = profile("calm", profiled::notification);

    s.lambda.function.dispatch_delay = profile("async", profiled::dispatch);
    auto& handler = s.lambda.handler;
    handler.cold_start = profile("nodejs22", profiled::cold_start);
    handler.cpu_start = 45ms;
    handler.cpu_per_email = 2'600us;

    s.smtp.round_trip = latency{230ms}; // a provider across an ocean
    return s;
}

void remove_latencies(settings& scenario) {
    auto& function = scenario.lambda.function;
    for (auto* each :
         {&scenario.s3.put_latency, &scenario.s3.get_latency, &scenario.s3.notification_delay,
          &function.dispatch_delay, &function.environment_setup, &scenario.lambda.handler.cold_start,
          &scenario.ses.send_latency, &scenario.smtp.round_trip, &scenario.smtp.server_time})
        *each = latency{};
}

} // namespace sendlab::pipeline
