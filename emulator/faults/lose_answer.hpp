// A connection that breaks after the service has done what it was asked for: the caller sees what it sees when a
// connection is dropped, tries again, and the e-mail is sent twice.
#pragma once

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "lose_answer": true
struct lose_answer {
    static constexpr std::string_view key = "lose_answer";
    static constexpr operation_set targets = effective_requests;

    bool act(const occasion&, effect& out) const {
        if (out.settled())
            return false;
        out.lose_answer = true;
        return true;
    }

    friend bool operator==(const lose_answer&, const lose_answer&) = default;
};

} // namespace sendlab::faults
