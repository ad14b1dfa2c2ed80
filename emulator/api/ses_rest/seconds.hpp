// Moments as JSON of AWS writes them: seconds since 1970, to the millisecond.
#pragma once

#include "base/time_types.hpp"

namespace sendlab::api {

[[nodiscard]] inline double epoch_seconds(time_point when) {
    const auto whole = std::chrono::floor<std::chrono::milliseconds>(when);
    return static_cast<double>(whole.time_since_epoch().count()) / 1000.0;
}

} // namespace sendlab::api
