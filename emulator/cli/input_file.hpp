// A file that the command line names.
#pragma once

#include <cstdint>
#include <string>

namespace sendlab::cli {

/// What Sendlab writes itself (plans, parts, results) is smaller.
inline constexpr std::uintmax_t most_input_bytes = 256ULL * 1024 * 1024;

/// All of it. Throws invalid_input, which names it and says why, where it cannot be read or is larger.
[[nodiscard]] std::string read_input(const std::string& path, std::uintmax_t most = most_input_bytes);

} // namespace sendlab::cli
