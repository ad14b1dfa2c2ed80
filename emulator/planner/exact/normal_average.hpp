// Means over a standard normal number, of many functions of it at once.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace sendlab::planner::exact {

struct averages {
    std::vector<double> values;
    std::vector<double> errors; // by how much the last halving of the step changed each
};

/// E f(Z): trapezoidal sums from -6 to 8.25, whose step is halved until no mean above 1e-13 changes by more than
/// `tolerance` of itself. They converge faster than any power of the step where f is smooth (L. N. Trefethen and J. A. C.
/// Weideman, SIAM Review 56 (2014)). `f` fills one value a function, none of them falling as z rises, all from 0 to 1: what
/// lies below -6 adds less than 1e-9 of a mean. It is called on `threads` threads; the result does not depend on them.
averages normal_averages(std::size_t functions, const std::function<void(double z, std::span<double>)>& f,
                         double tolerance, unsigned threads = 1);

} // namespace sendlab::planner::exact
