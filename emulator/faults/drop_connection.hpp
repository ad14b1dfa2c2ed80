// A connection that breaks before the service has taken the request: nothing has happened, and the caller may try again
// without harm. It cannot know that, see lose_answer.
#pragma once

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "drop": true
struct drop_connection {
    static constexpr std::string_view key = "drop";
    static constexpr operation_set targets = requests;

    bool act(const occasion&, effect& out) const {
        if (out.settled())
            return false;
        out.fail = injected_failure{failure::connection, "ECONNRESET"};
        return true;
    }

    friend bool operator==(const drop_connection&, const drop_connection&) = default;
};

} // namespace sendlab::faults
