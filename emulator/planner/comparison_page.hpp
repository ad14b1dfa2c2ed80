// Combinations of settings for people who look: a heat map of two of them, and a page with it.
#pragma once

#include <string>

#include "planner/comparison.hpp"
#include "planner/plot_svg.hpp"

namespace sendlab::planner {

/// The largest safe EMAILS_PER_FILE of every combination of two settings: the first goes down, the second across, and the
/// darker a cell the larger its value. Empty if other than two settings vary.
std::string heat_map_svg(const comparison& compared, svg_use use);

/// One HTML page that needs no network: what is best, the heat map, the table and the prices.
std::string comparison_page(const comparison& compared);

} // namespace sendlab::planner
