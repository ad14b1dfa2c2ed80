// A plot as SVG 1.1 (W3C Recommendation, 16 August 2011): the same bytes for the same plot, everywhere.
#pragma once

#include <string>

#include "planner/plot.hpp"

namespace sendlab::planner {

enum class svg_use {
    file, // stands alone: with its title and its colours, light or dark as the reader prefers
    page, // inside of an HTML page, which has both (plot_style())
};

/// An element that scales with the room it is given; its own size is 760 x 380.
std::string plot_svg(const plot& drawn, svg_use use);

/// The style sheet of plots, once for a page.
std::string_view plot_style();

} // namespace sendlab::planner
