// What an attempt costs in time. Sources: AWS News Blog, December 2020 (1 ms steps instead of 100 ms); AWS
// Compute Blog, "AWS Lambda standardizes billing for INIT Phase" (August 2025).
#pragma once

#include <cstdint>

#include "base/time_types.hpp"

namespace sendlab::lambda {

class billing_meter {
public:
    /// `step` > 0: what is billed is a multiple of it.
    billing_meter(duration step, bool bill_init);

    /// `init` of a cold start is added before rounding up; a suppressed init is part of `ran` already.
    [[nodiscard]] duration billed(duration ran, duration init) const;

private:
    duration step_;
    bool bill_init_;
};

/// The unit of the price list: 1,024 MB for a second.
[[nodiscard]] double gb_seconds(duration billed, std::uint32_t memory_mb);

} // namespace sendlab::lambda
