// One request to S3 as its caller meets it: how long it takes, and whether it fails.
#pragma once

#include <cstdint>
#include <optional>

#include "faults/fault.hpp"
#include "pipeline/context.hpp"

namespace sendlab::pipeline {

/// The SDK's retries of a request to S3: three, after up to 100, 200 and 400 ms (AWS SDK for JavaScript v2).
inline constexpr std::uint32_t s3_retries = 3;

struct s3_call {
    duration takes{};
    std::optional<faults::injected_failure> fail;
    bool answer_lost = false; // S3 has done it, the caller sees a broken connection

    [[nodiscard]] bool succeeded() const { return !fail && !answer_lost; }
    /// Worth another try: throttles, server errors, broken connections.
    [[nodiscard]] bool retryable() const {
        return answer_lost || (fail && fail->kind != faults::failure::rejected);
    }
};

/// The sdk_try-th try of the file that starts with e-mail `entity`.
s3_call call_s3(const context& world, faults::operation operation, email_number entity, std::uint32_t attempt,
                std::uint32_t sdk_try, std::uint64_t bytes);

/// How long the SDK waits before its retry number sdk_try + 1.
duration s3_retry_delay(const context& world, faults::operation operation, email_number entity,
                        std::uint32_t attempt, std::uint32_t sdk_try);

} // namespace sendlab::pipeline
