#pragma once

#include <string>

namespace sendlab::cli {

inline constexpr const char* version = SENDLAB_VERSION; // of the CMake project

/// "2026-11-23": the day of the commit that the sources are; empty where neither git nor an archive of git's tells.
[[nodiscard]] std::string commit_date();

/// "sendlab 0.1.0", and a line on how it was built: commit, compiler, kind of build, libraries, what is embedded. Nothing
/// in it depends on when or where that was.
[[nodiscard]] std::string version_text();

} // namespace sendlab::cli
