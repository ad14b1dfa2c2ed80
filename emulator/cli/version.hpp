#pragma once

namespace sendlab::cli {

inline constexpr const char* version = SENDLAB_VERSION; // of the CMake project

} // namespace sendlab::cli
