// The unit interval in cells: narrower and narrower towards both ends, where the rare numbers lie. A draw is known by
// the row that it belongs to (what is drawn, and for which e-mail of its file) and by its cell.
#pragma once

#include <array>
#include <cstddef>

namespace sendlab::planner::tail {

/// Sixteenths of (0, 1), the outermost halved again and again.
struct cell_edges {
    static constexpr std::size_t sixteenths = 16;
    static constexpr std::size_t halvings_below = 16; // to 2^-20
    static constexpr std::size_t halvings_above = 44; // to 1 - 2^-48
    static constexpr std::size_t count = sixteenths + halvings_below + halvings_above;

    std::array<double, count + 1> at{};

    constexpr cell_edges() {
        for (std::size_t i = 1; i < sixteenths; ++i)
            at[halvings_below + i] = static_cast<double>(i) / sixteenths;
        double width = 1.0 / sixteenths;
        for (std::size_t i = halvings_below; i > 0; --i)
            at[i] = width /= 2;
        width = 1.0 / sixteenths;
        for (std::size_t i = halvings_below + sixteenths; i < count; ++i)
            at[i] = 1 - (width /= 2);
        at[count] = 1;
    }
    [[nodiscard]] constexpr double width(std::size_t cell) const { return at[cell + 1] - at[cell]; }
};
inline constexpr cell_edges edges{};
inline constexpr std::size_t cells = cell_edges::count;

} // namespace sendlab::planner::tail
