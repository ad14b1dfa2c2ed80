// A connection that breaks in the middle of a text: the server throws away what it has, the client may try again.
#pragma once

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "reset_after": "64KB". A text that is not longer passes.
struct reset_after {
    static constexpr std::string_view key = "reset_after";
    static constexpr operation_set targets{operation::smtp_data};

    std::uint64_t octets = 1; // 1 or more

    [[nodiscard]] std::string_view problem() const {
        return octets > 0 ? "" : "the connection takes 1 octet at least";
    }
    /// Of several, the one that breaks first.
    bool act(const occasion& where, effect& out) const {
        if (where.bytes <= octets || (out.reset_after != 0 && out.reset_after <= octets))
            return false;
        out.reset_after = octets;
        return true;
    }

    friend bool operator==(const reset_after&, const reset_after&) = default;
};

} // namespace sendlab::faults
