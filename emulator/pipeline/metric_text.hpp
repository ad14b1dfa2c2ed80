// Numbers of a run as people read them.
#pragma once

#include <string>

#include "pipeline/run_result.hpp"

namespace sendlab::pipeline {

/// "1,234", "2.19 s", "$100.25", "0.00083"; "none" for what is not finite.
[[nodiscard]] std::string metric_text(metric_kind kind, double value);

} // namespace sendlab::pipeline
