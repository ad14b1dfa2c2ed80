#pragma once

#include <string>

namespace sendlab::cli {

inline constexpr const char* version = SENDLAB_VERSION;   // of the CMake project
inline constexpr const char* version_date = "2026-11-23"; // of what the manual says

/// "sendlab 0.1.0", and a line on how it was built: compiler, kind of build, libraries, what is embedded. Nothing in it
/// depends on when or where that was.
[[nodiscard]] std::string version_text();

} // namespace sendlab::cli
