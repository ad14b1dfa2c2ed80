// A file that was made part of the binary when it was built (sendlab_embed in scripts/cmake).
#pragma once

#include <algorithm>
#include <span>
#include <string_view>

namespace sendlab {

struct embedded_file {
    std::string_view name; // its path below the folder that it was embedded from: "dist/uPlot.min.css"
    std::string_view content_type; // by its ending: "text/css; charset=utf-8"
    std::string_view bytes;
};

/// Null where there is none of that name.
inline const embedded_file* find_embedded(std::span<const embedded_file> files, std::string_view name) {
    const auto found = std::ranges::find(files, name, &embedded_file::name);
    return found == files.end() ? nullptr : &*found;
}

} // namespace sendlab
