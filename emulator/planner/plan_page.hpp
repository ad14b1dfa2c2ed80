// A plan as one HTML file that needs nothing else: no network, no other file.
#pragma once

#include <string>
#include <vector>

#include "planner/attempt_durations.hpp"
#include "planner/plan.hpp"

namespace sendlab::planner {

/// The charts are drawings in the page; a script puts live ones with values under the pointer in their place
/// (uPlot), where it was part of the build.
std::string plan_page(const plan& planned, const pipeline::settings& scenario,
                      const std::vector<attempt_durations>& durations);

/// The build has uPlot (SENDLAB_WEB in CMake).
bool has_live_charts();

/// A page of that look with other content, without charts that move.
std::string page_of(const std::string& title, const std::string& content);

} // namespace sendlab::planner
