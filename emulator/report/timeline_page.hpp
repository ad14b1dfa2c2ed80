// The timeline of a run as one HTML file that needs nothing else: no network, no other file.
#pragma once

#include <optional>
#include <string>

#include "report/timeline_recorder.hpp"

namespace sendlab::report {

/// Nothing where the program was built without its page (SENDLAB_WEB=OFF).
[[nodiscard]] std::optional<std::string> timeline_page(const timeline_recorder& run);

} // namespace sendlab::report
