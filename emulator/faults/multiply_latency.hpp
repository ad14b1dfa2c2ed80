// A service that has become slow: what it takes, it takes so many times as long.
#pragma once

#include <cmath>

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "multiply": 5; of a function, its CPU time
struct multiply_latency {
    static constexpr std::string_view key = "multiply";
    static constexpr operation_set targets = every_operation;

    double factor = 1; // above 0; below 1 it is faster

    [[nodiscard]] std::string_view problem() const {
        return factor > 0 && std::isfinite(factor) ? "" : "the factor must be above 0";
    }
    bool act(const occasion&, effect& out) const {
        out.latency_factor *= factor;
        return true;
    }

    friend bool operator==(const multiply_latency&, const multiply_latency&) = default;
};

} // namespace sendlab::faults
