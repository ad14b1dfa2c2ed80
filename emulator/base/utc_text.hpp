// Moments in the form of ISO 8601 that RFC 3339 and AWS use.
#pragma once

#include <string>

#include "base/time_types.hpp"

namespace sendlab {

inline constexpr int nanosecond_digits = 9;

/// "2026-01-01T00:00:00.000Z", with 0 to 9 digits of a second's fraction, which is cut off, not rounded. Years
/// 0 to 9999.
[[nodiscard]] std::string utc_text(time_point when, int fraction_digits = 3);

} // namespace sendlab
