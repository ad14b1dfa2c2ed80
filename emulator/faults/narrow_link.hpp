// A narrow road to an SMTP server: the text of a message takes its time.
#pragma once

#include "faults/fault.hpp"

namespace sendlab::faults {

/// "bandwidth": "8KB"
struct narrow_link {
    static constexpr std::string_view key = "bandwidth";
    static constexpr operation_set targets{operation::smtp_data};

    std::uint64_t octets_per_second = 1; // to 10^9

    [[nodiscard]] std::string_view problem() const {
        const bool fits = octets_per_second > 0 && octets_per_second <= 1'000'000'000;
        return fits ? "" : "the bandwidth must be 1B to 1GB a second";
    }
    /// Of several, the narrowest.
    bool act(const occasion&, effect& out) const {
        if (out.octets_per_second == 0 || out.octets_per_second > octets_per_second)
            out.octets_per_second = octets_per_second;
        return true;
    }

    friend bool operator==(const narrow_link&, const narrow_link&) = default;
};

} // namespace sendlab::faults
