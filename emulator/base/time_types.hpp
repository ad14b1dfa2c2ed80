// The world's time: 64-bit nanoseconds, so that no run of ten years of virtual time overflows and no latency
// is rounded (rounding to milliseconds loses a fifth of the time-outs near the limit).
#pragma once

#include <chrono>

namespace sendlab {

using duration = std::chrono::nanoseconds;

/// A moment of the world, counted from the Unix epoch (UTC). Virtual runs start at `virtual_epoch`.
using time_point = std::chrono::sys_time<duration>;

/// Where virtual time starts unless a scenario says otherwise. A fixed date keeps reports reproducible.
inline constexpr time_point virtual_epoch = std::chrono::sys_days{std::chrono::year{2026} / 1 / 1};

/// Longer than any run: an "unlimited" that can still be added to a time_point.
inline constexpr duration forever = std::chrono::hours{24 * 365 * 100};

/// A duration as a number to calculate with.
[[nodiscard]] constexpr double in_nanoseconds(duration d) {
    return static_cast<double>(d.count());
}

} // namespace sendlab
