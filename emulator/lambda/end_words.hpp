// How attempts and events end, as reports and APIs spell it.
#pragma once

#include <string_view>

#include "lambda/lambda_observer.hpp"

namespace sendlab::lambda {

/// "succeeded", "failed", "timed_out"
[[nodiscard]] std::string_view to_string(attempt_outcome outcome);

/// "retries_exhausted" and so on: the enumerator's name.
[[nodiscard]] std::string_view to_string(given_up why);

} // namespace sendlab::lambda
