// The distribution of a sum of independent durations, term by term, far out into its tail.
//
// One term's law is put on a lattice so that its mean stays what it is (each value is shared between its two neighbours),
// and sharpened so that its variance does too; then P(sum > x) follows from one sum to the next by convolution. What
// falls as fast as a tail is multiplied with a rising exponential before each transform, so that rounding errors are small
// beside the far end too (exponential windowing: R. Gruebel and R. Hermesmeier, ASTIN Bulletin 29 (1999)).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace sendlab::planner::exact {

/// P(duration > x); 1 for x < 0.
using tail_function = std::function<double(double x)>;

/// The points 0, horizon / steps, ..., horizon.
struct lattice {
    double horizon = 0; // above 0
    std::size_t steps = 1024;

    [[nodiscard]] double step() const { return horizon / static_cast<double>(steps); }
    [[nodiscard]] std::size_t points() const { return steps + 1; }
};

/// P(X > x) at the points of a lattice.
using tail_values = std::span<const double>;

/// P(lattice variable > i step), i = 0, 1, ..., steps, of a law that is put on a lattice as said above.
std::vector<double> on_lattice(const tail_function& above, const lattice& points);

/// Between the points of a lattice, from 0 to its horizon.
double between(tail_values tail, const lattice& points, double x);

/// P(one more independent term, smeared on the lattice as `term`, plus what has this tail > horizon).
double with_one_more(tail_values tail, tail_values term);

/// Calls visit(n, tail of start + n terms) for n = 0, ..., last, or until all of a tail is 1. `start` constant 0 is null.
void for_each_sum(const tail_function& start, const tail_function& term, const lattice& points,
                  std::uint32_t last, const std::function<void(std::uint32_t n, tail_values tail)>& visit);

} // namespace sendlab::planner::exact
