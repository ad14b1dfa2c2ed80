// Figures of a plan as a person reads them.
#pragma once

#include <string>

#include "base/statistics.hpp"
#include "base/time_types.hpp"

namespace sendlab::planner {

/// Two digits: "0", "5.1e-5", "0.39", "1".
std::string probability_text(double p);

/// "1.2e-5 to 8.9e-5"
std::string bounds_text(const interval& bounds);

/// Two durations, in one unit where they share it: "1.95/2.71 s", "980 ms/1.2 s".
std::string pair_text(duration first, duration second);

/// US dollars; "-" for what is not finite.
std::string dollars_text(double dollars);

/// Broken between words so that no line is longer than `width`, each ended.
std::string wrapped(const std::string& text, std::size_t width);

} // namespace sendlab::planner
