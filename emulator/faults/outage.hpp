// A service that is out of order: every request fails with a server error.
#pragma once

#include "faults/failure_codes.hpp"
#include "faults/fault.hpp"

namespace sendlab::faults {

/// "outage": true
struct outage {
    static constexpr std::string_view key = "outage";
    static constexpr operation_set targets = answered_operations;

    bool act(const occasion& where, effect& out) const {
        if (out.settled())
            return false;
        out.fail = unavailable(where.what);
        return true;
    }

    friend bool operator==(const outage&, const outage&) = default;
};

} // namespace sendlab::faults
