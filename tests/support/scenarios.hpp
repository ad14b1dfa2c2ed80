// Settings for tests: a pipeline in which nothing takes time unless the test says so.
#pragma once

#include <chrono>

#include "pipeline/settings.hpp"

namespace sendlab::test {

/// One request with one file of `emails`, sent one after the other in `each`; retries after 60 s and 120 s.
inline pipeline::settings one_file(std::uint32_t emails, duration each) {
    pipeline::settings s;
    s.application.requests = pipeline::listed_arrivals{{duration{}}};
    s.application.emails_per_request = distribution::constant(emails);
    s.application.emails_per_file = emails;
    s.application.priority_emails = 0;
    s.lambda.handler.model = pipeline::handler_model::sequential;
    s.lambda.handler.max_in_flight = 1;
    s.ses.send_latency = latency{each};
    s.ses.accepted_at = 1;
    return s;
}

/// As many requests, a minute apart, each with one file.
inline pipeline::settings many_files(std::uint32_t files, std::uint32_t emails, latency each) {
    auto s = one_file(emails, duration{});
    s.application.requests = pipeline::fixed_arrivals{std::chrono::minutes{1}};
    s.length = files * duration{std::chrono::minutes{1}};
    s.ses.send_latency = std::move(each);
    return s;
}

} // namespace sendlab::test
