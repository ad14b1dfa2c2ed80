// The tracing header that handlers get and AWS SDKs pass on (X-Amzn-Trace-Id): by it Lambda knows which invocation
// caused which. Sources: X-Ray Developer Guide, "Tracing header"; Lambda Developer Guide, "Use Lambda recursive
// loop detection" (SDKs of 2023 and later).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time_types.hpp"
#include "lambda/request_id.hpp"

namespace sendlab::lambda {

/// "Root=1-...;Parent=...;Sampled=0;Lineage=...:N": N invocations led to this one. The same for all attempts of
/// an event, as far as the second of their start is.
[[nodiscard]] std::string trace_header(const request_id& id, time_point started, std::uint32_t ancestors);

/// How many invocations led to what the sender of this header causes: itself, and those before it. 0 for a
/// header without a lineage, and for none.
[[nodiscard]] std::uint32_t ancestors_after(std::string_view header);

} // namespace sendlab::lambda
