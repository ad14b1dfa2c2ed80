// Scenarios as the library takes them.
#pragma once

#include <filesystem>
#include <string_view>

#include "pipeline/settings.hpp"

namespace sendlab {

/// Throws scenario_error with every problem, one a line.
[[nodiscard]] pipeline::settings settings_of(std::string_view scenario);
[[nodiscard]] pipeline::settings settings_of(const std::filesystem::path& file);
/// Of one member of "faults".
[[nodiscard]] faults::fault_settings fault_of(std::string_view fault);

} // namespace sendlab
