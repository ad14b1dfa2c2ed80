// What lies beyond the measured values: a generalized Pareto tail (J. Pickands, Annals of Statistics 3 (1975)).
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "base/distribution.hpp"
#include "base/measurement.hpp"

namespace sendlab::planner {

/// A tail is fitted to the largest tenth, and to no fewer values than that.
inline constexpr double tail_share = 0.1;
inline constexpr std::size_t fewest_in_tail = 20;

/// By probability-weighted moments (J. R. M. Hosking and J. R. Wallis, Technometrics 29 (1987)). Latencies have no upper end,
/// so that the shape is 0 at least. `sorted` is rising; the tail has its unit. Nothing for fewer than 200 values.
std::optional<measurement::tail> fit_tail(std::span<const double> sorted);

/// P(value > x), for x from where the tail begins.
double above(const measurement::tail& tail, double x);

/// `body` up to where the tail begins, then the tail; a table that ends where 1e-13 is left.
distribution with_tail(const distribution& body, const measurement::tail& tail);

/// As if nothing took longer than `most`: what does takes so long.
distribution capped(const distribution& law, double most);

} // namespace sendlab::planner
