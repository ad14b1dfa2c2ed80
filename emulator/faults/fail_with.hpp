// A service that answers with an error.
#pragma once

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "fail": "Throttling"; what a code means is in faults/failure_codes.
struct fail_with {
    static constexpr std::string_view key = "fail";
    static constexpr operation_set targets = answered_operations;

    injected_failure what;

    [[nodiscard]] std::string_view problem() const {
        return what.code.empty() ? "the error must have a code" : "";
    }
    [[nodiscard]] const std::string& detail() const { return what.code; }
    bool act(const occasion&, effect& out) const {
        if (out.settled())
            return false;
        out.fail = what;
        return true;
    }

    friend bool operator==(const fail_with&, const fail_with&) = default;
};

} // namespace sendlab::faults
