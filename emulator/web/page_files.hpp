// The files of the page, as they were when the program was built; of each also "NAME.gz".
#pragma once

#include <span>

#include "base/embedded_file.hpp"

namespace sendlab::embedded {

/// None in a build with SENDLAB_WEB=OFF.
[[nodiscard]] std::span<const embedded_file> page_files();

} // namespace sendlab::embedded
