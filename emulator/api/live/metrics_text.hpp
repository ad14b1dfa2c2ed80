// Counters of the live emulator in Prometheus' text exposition format, 0.0.4.
#pragma once

#include <string>

#include "api/live/live_routes.hpp"

namespace sendlab::api::live {

[[nodiscard]] std::string metrics_text(const live_parts& parts);

} // namespace sendlab::api::live
