// An SMTP server that has had enough: too many connections at once, or too many messages on one of them.
#pragma once

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "limit": 5. One more than so many is told 421, and that connection is closed.
struct limit_to {
    static constexpr std::string_view key = "limit";
    static constexpr operation_set targets{operation::smtp_connect, operation::smtp_mail};

    std::uint32_t most = 1; // of smtp.connect: connections at once; of smtp.mail: messages of a connection

    [[nodiscard]] std::string_view problem() const { return most > 0 ? "" : "the limit must be 1 or more"; }
    bool act(const occasion& where, effect& out) const {
        if (out.settled() || where.number <= most)
            return false;
        out.fail = {failure::service_error, where.what == operation::smtp_connect
                                                ? "421 Too many concurrent SMTP connections"
                                                : "421 Maximum message count per session reached"};
        return true;
    }

    friend bool operator==(const limit_to&, const limit_to&) = default;
};

} // namespace sendlab::faults
