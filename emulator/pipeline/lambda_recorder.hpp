// Listens to Lambda and keeps the run's books: attempts, time-outs, throttles, bills.
#pragma once

#include <cstdint>
#include <vector>

#include "lambda/billing_meter.hpp"
#include "lambda/lambda_observer.hpp"
#include "pipeline/context.hpp"
#include "pipeline/handler_services.hpp"

namespace sendlab::pipeline {

class lambda_recorder final : public lambda::lambda_observer {
public:
    lambda_recorder(const context& world, handler_services& services);

    void on_accepted(const lambda::request_id&, const lambda::event_document& event) override;
    void on_duplicated(const lambda::request_id&, const lambda::event_document& event) override;
    void on_throttled(const lambda::request_id&, const lambda::event_document& event,
                      duration until) override;
    void on_cold_start(std::uint64_t environment) override;
    void on_attempt_started(const lambda::invocation& run, bool cold) override;
    void on_attempt_ended(const lambda::invocation& run, const lambda::attempt_report& report) override;
    void on_retry_scheduled(const lambda::invocation& run, duration delay) override;
    void on_succeeded(const lambda::request_id&, const lambda::event_document& event) override;
    void on_given_up(const lambda::request_id&, const lambda::event_document& event, lambda::given_up why,
                     std::uint32_t attempts) override;

    std::uint64_t invocations = 0;
    std::uint64_t deliveries = 0; // invocations, and those that the queue delivered again
    std::uint64_t succeeded = 0;
    std::uint64_t given_up = 0;
    std::uint64_t throttles = 0;
    std::uint64_t cold_starts = 0;
    std::uint64_t first_attempts_fresh = 0; // in a new environment
    std::uint64_t first_attempts_reset = 0; // in one whose last attempt was killed
    std::uint32_t running = 0;
    std::uint32_t peak_concurrency = 0;
    duration billed{};
    duration billed_100ms{}; // the same attempts, billed in steps of 100 ms

private:
    void write_attempt(event_kind kind, const lambda::invocation& run);

    context world_;
    handler_services& services_;
    lambda::billing_meter old_price_list_;
};

} // namespace sendlab::pipeline
