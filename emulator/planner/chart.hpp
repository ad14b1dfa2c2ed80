// P(time-out) against EMAILS_PER_FILE, drawn with characters.
#pragma once

#include <cstddef>
#include <string>

#include "planner/plan.hpp"

namespace sendlab::planner {

enum class glyphs {
    ascii,
    unicode, // for a UTF-8 terminal
};

/// Both axes are logarithmic. Each value is its interval as a vertical bar, with a point at the estimate
/// where any file timed out; the target is a level line, and the recommended value stands in brackets below.
/// Empty for a plan without values. No line is longer than `width` columns (at least 40).
std::string chart(const plan& planned, glyphs with, std::size_t width);

} // namespace sendlab::planner
