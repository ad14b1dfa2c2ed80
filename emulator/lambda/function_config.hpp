// What is configured for a function, with AWS's names, ranges and defaults (Lambda Developer Guide, "Lambda
// quotas", "Configure functions", "Asynchronous invocation").
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/latency.hpp"
#include "base/time_types.hpp"

namespace sendlab::lambda {

/// What becomes of an event that finds no free concurrency.
enum class throttle_policy {
    backoff, // AWS: back to the queue, tried again after 1 s, doubling up to 5 minutes
    queue,   // idealised: waits its turn, first come first served (the M/M/c of textbooks)
};

/// What becomes of a chain of invocations, each the cause of the next (PutFunctionRecursionConfig).
enum class recursive_loop { terminate, allow };

struct function_config {
    std::string name = "LambdaEmailSender";
    std::string version = "$LATEST"; // or the number of a published one
    // 1 s to 15 min in whole seconds on AWS; shorter ones are allowed here
    duration timeout = std::chrono::seconds{3};
    std::uint32_t memory_mb = 128;                     // 128 to 10,240
    std::optional<std::uint32_t> reserved_concurrency; // 0 stops the function

    // The asynchronous queue
    std::uint32_t maximum_retry_attempts = 2; // 0 to 2: attempts after the first
    // Between attempts; the last one stands for all further ones. AWS's two come to a little under 3 minutes.
    std::vector<latency> retry_delays{latency{std::chrono::minutes{1}}, latency{std::chrono::minutes{2}}};
    duration maximum_event_age = std::chrono::hours{6};   // 60 s to 6 h
    latency dispatch_delay{std::chrono::milliseconds{0}}; // from acceptance to the first attempt
    // Probability that the queue delivers an event twice, with the same request id.
    double duplicate_deliveries = 0;
    throttle_policy on_throttle = throttle_policy::backoff;
    duration backoff_initial = std::chrono::seconds{1};
    duration backoff_limit = std::chrono::minutes{5};
    recursive_loop recursion = recursive_loop::terminate;
    /// "Recursive loop detection": about 16 invocations of one chain, then no more.
    static constexpr std::uint32_t longest_chain = 16;
    [[nodiscard]] bool stops_chain_of(std::uint32_t ancestors) const {
        return recursion == recursive_loop::terminate && ancestors >= longest_chain;
    }

    // Environments
    // Before Init (sandbox, code download): not billed.
    latency environment_setup{std::chrono::milliseconds{0}};
    // An Init phase past it is run again inside the first attempt.
    duration init_limit = std::chrono::seconds{10};
    duration keep_warm = std::chrono::minutes{10}; // idle life of an environment (not documented by AWS)

    // Billing
    duration billing_step = std::chrono::milliseconds{1}; // 100 ms before December 2020
    bool bill_init = true;                                // since August 2025

    // Destinations; empty: none
    std::string on_success;
    std::string on_failure;
    std::string dead_letter_target;
};

/// Account-wide limits (us-east-1 defaults; new accounts get a concurrency of 10).
struct account_config {
    std::string region = "us-east-1";
    std::string account_id = "000000000000";
    std::uint32_t concurrency = 1000;   // at least 1
    std::uint32_t scaling_burst = 1000; // environments that a function may add at once, at least 1,
    double scaling_per_second = 100;    // refilled continuously (1,000 every 10 s); not below 0

    // Not AWS's: attempts that the machine runs at once, 0 for any number. Others wait, first come first
    // served, and no clock of theirs runs: processes that share too few CPUs would time out for want of them.
    std::uint32_t parallel_attempts = 0;
};

} // namespace sendlab::lambda
