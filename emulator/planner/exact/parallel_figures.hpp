// What is computed for files whose sends are on their way at once.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "planner/exact/attempt_figures.hpp"

namespace sendlab::planner::exact {

/// By the product over the sends, averaged over what the fetch leaves of the time limit. As if there were no limit of
/// sends in flight: with it nothing ends earlier, and all ends as said unless it is met.
class parallel_figures {
public:
    /// The average is a sum over a lattice of about so many steps to the limit, exact where the fetch is constant. The
    /// model must outlive it.
    parallel_figures(const attempt_model& model, std::size_t steps);

    /// `out` has `columns` values a file size. The laws are the model's, or what they are given the attempt's shared score.
    void compute(const send_law& send, const send_law& accepted, std::span<double> out) const;

private:
    class lateness;

    [[nodiscard]] std::size_t states() const;
    void place_constant_fetch();
    void place_fetch(double step);
    [[nodiscard]] double average(std::size_t state, const std::vector<double>& of_points) const;
    void note_limit(const send_law& send, std::span<double> out) const;

    const attempt_model& model_;
    std::vector<double> left_;                   // after the fetch, nanoseconds: points of the average,
    std::array<std::vector<double>, 3> weights_; // their weights by state of the environment,
    std::array<double, 3> nothing_left_{};       // and the weight of all that is below
    bool is_aligned_ = false;                    // the CPU time of an e-mail is a whole number of steps:
    std::size_t points_an_email_ = 0;            // so many
};

} // namespace sendlab::planner::exact
