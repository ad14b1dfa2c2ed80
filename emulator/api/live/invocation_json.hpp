// Invocations as JSON values. (Only for sources: it brings nlohmann/json.)
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "api/live/invocation_log.hpp"

namespace sendlab::api::live {

[[nodiscard]] nlohmann::ordered_json as_json(const recorded_invocation& what, bool with_logs);

} // namespace sendlab::api::live
