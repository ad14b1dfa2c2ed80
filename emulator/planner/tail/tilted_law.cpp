#include "planner/tail/tilted_law.hpp"

#include <algorithm>
#include <cassert>

#include "base/portable_math.hpp"

namespace sendlab::planner::tail {

double log_mean_exp(const cell_times& times, double tilt) {
    const double most = tilt * *std::ranges::max_element(times);
    double sum = 0;
    for (std::size_t cell = 0; cell < cells; ++cell)
        sum += edges.width(cell) * portable::exp(tilt * times[cell] - most);
    return most + portable::log(sum);
}

tilted_law::tilted_law(const cell_times& times, double tilt) {
    const double mean = log_mean_exp(times, tilt);
    for (std::size_t cell = 0; cell < cells; ++cell) {
        log_density_[cell] = tilt * times[cell] - mean;
        below_[cell + 1] = below_[cell] + edges.width(cell) * portable::exp(log_density_[cell]);
    }
    below_[cells] = 1;
    std::size_t cell = 0;
    for (std::size_t i = 0; i < guides; ++i) {
        while (below_[cell + 1] <= static_cast<double>(i) / guides)
            ++cell;
        guide_[i] = static_cast<std::uint8_t>(cell);
    }
}

tilted_law::drawn tilted_law::at(double uniform) const {
    assert(uniform > 0 && uniform < 1);
    std::size_t cell = guide_[static_cast<std::size_t>(uniform * guides)];
    while (below_[cell + 1] <= uniform)
        ++cell;
    const double share = (uniform - below_[cell]) / (below_[cell + 1] - below_[cell]);
    const double value = edges.at[cell] + share * edges.width(cell);
    return {std::clamp(value, 0x1p-54, 1 - 0x1p-53), static_cast<std::uint8_t>(cell)};
}

} // namespace sendlab::planner::tail
