// A notification that never arrives: the file lies in the bucket and nobody comes for it.
#pragma once

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "lose": true
struct lose_notification {
    static constexpr std::string_view key = "lose";
    static constexpr operation_set targets{operation::notification};

    bool act(const occasion&, effect& out) const {
        if (out.settled() || out.duplicates > 0)
            return false;
        out.lose = true;
        return true;
    }

    friend bool operator==(const lose_notification&, const lose_notification&) = default;
};

} // namespace sendlab::faults
