// A notification that arrives more than once; S3 promises at least once (Amazon S3 User Guide, "Event notifications").
#pragma once

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "duplicate": 1
struct duplicate_notification {
    static constexpr std::string_view key = "duplicate";
    static constexpr operation_set targets{operation::notification};

    std::uint32_t copies = 1; // besides the first; at least 1, at most 1,000

    [[nodiscard]] std::string_view problem() const {
        return copies >= 1 && copies <= 1000 ? "" : "the copies must be 1 to 1,000";
    }
    bool act(const occasion&, effect& out) const {
        if (out.settled())
            return false;
        out.duplicates += copies;
        return true;
    }

    friend bool operator==(const duplicate_notification&, const duplicate_notification&) = default;
};

} // namespace sendlab::faults
