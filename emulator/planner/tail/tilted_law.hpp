// The law that a uniform number is drawn from instead of its own: a step density over cells.hpp that rises with what the
// number stands for, exp(tilt x time). A step density, since then any law of times will do, whatever its tail.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "planner/tail/cells.hpp"

namespace sendlab::planner::tail {

/// What a number of each cell makes of the time, about; bounded.
using cell_times = std::array<double, cells>;

/// Logarithm of the mean of exp(tilt x time).
double log_mean_exp(const cell_times& times, double tilt);

class tilted_law {
public:
    tilted_law(const cell_times& times, double tilt);

    struct drawn {
        double value;
        std::uint8_t cell;
    };
    /// The number in the place of `uniform`, both in (0, 1).
    [[nodiscard]] drawn at(double uniform) const;
    /// Logarithm of the density in a cell.
    [[nodiscard]] double log_density(std::size_t cell) const { return log_density_[cell]; }

private:
    static constexpr std::size_t guides = 64;
    std::array<double, cells + 1> below_{}; // the share of the cells before
    std::array<double, cells> log_density_{};
    std::array<std::uint8_t, guides> guide_{}; // the cell in which a 64th begins
};

} // namespace sendlab::planner::tail
