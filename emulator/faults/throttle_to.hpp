// A service that takes only so many requests a second and refuses the others as it would a client that is too fast.
#pragma once

#include <algorithm>
#include <cmath>

#include "base/token_bucket.hpp"
#include "faults/failure_codes.hpp"
#include "faults/fault.hpp"

namespace sendlab::faults {

/// "throttle": "14/s". A function has no key for it: lambda.concurrency is its throttle.
struct throttle_to {
    static constexpr std::string_view key = "throttle";
    static constexpr operation_set targets = requests;

    double rate = 0;  // requests a second, 0 or more, below 10^12
    double burst = 0; // capacity of the token bucket, which starts full; 0: a second's worth, but at least 1

    [[nodiscard]] std::string_view problem() const {
        constexpr double limit = 1e12; // of token_bucket
        if (!(rate >= 0 && rate < limit))
            return "the rate must be 0 or more";
        return burst == 0 || (burst >= 1 && burst < limit) ? "" : "the burst must be 1 or more";
    }

    friend bool operator==(const throttle_to&, const throttle_to&) = default;
};

template<>
class fault_for<throttle_to> final : public fault {
public:
    explicit fault_for(throttle_to settings)
        : bucket_{settings.rate, settings.burst > 0 ? settings.burst : std::max(1.0, settings.rate)} {}

    [[nodiscard]] std::string_view name() const override { return throttle_to::key; }
    bool act(const occasion& where, effect& out) override {
        if (out.settled() || bucket_.take(1, where.at))
            return false;
        out.fail = throttled(where.what);
        return true;
    }

private:
    token_bucket bucket_;
};

} // namespace sendlab::faults
