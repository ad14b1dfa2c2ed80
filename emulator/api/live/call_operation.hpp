// Which operation of the pipeline a call on the edge port is: what latencies and faults are named after.
#pragma once

#include <optional>
#include <string_view>

#include "faults/operation.hpp"

namespace sendlab::api::live {

/// `service` and `action` as in the log: ("s3", "PutObject"). Nothing for calls that scenarios know nothing
/// of: listings, the control plane.
[[nodiscard]] std::optional<faults::operation> operation_of(std::string_view service,
                                                            std::string_view action);

} // namespace sendlab::api::live
