// What happened, in the words of the library.
#pragma once

#include <vector>

#include "api/live/invocation_log.hpp"
#include "mailbox/mailbox.hpp"
#include "pipeline/run_result.hpp"
#include "sendlab/world.hpp"

namespace sendlab {

[[nodiscard]] std::vector<received_mail> told(const mailbox::mailbox& mail, time_point started);
[[nodiscard]] std::vector<attempt> told(const api::live::invocation_log& log, time_point started);
[[nodiscard]] totals told(const pipeline::run_result& result);
[[nodiscard]] bill told(const pipeline::cost_summary& cost);

} // namespace sendlab
