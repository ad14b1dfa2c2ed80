// What is computed for each size of file, and how where sends go one after the other (at once: parallel_figures.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "planner/exact/attempt_model.hpp"

namespace sendlab::planner::exact {

/// What is computed for files of 1, 2, 3, ... e-mails, side by side.
enum column : std::size_t {
    timed_out_ready,   // P(time-out) in an environment that is ready,
    timed_out_fresh,   // new,
    timed_out_reset,   // or was killed
    last_not_accepted, // P(the last e-mail is not accepted), where the environment is ready
    limit_met,         // P(the limit of sends in flight holds one up), at most
    columns
};

/// By convolution on a lattice of so many steps; `out` has `columns` values a file size. The laws are the model's, or what
/// they are given the attempt's shared score.
void sequential_figures(const attempt_model& model, const send_law& send, const send_law& accepted,
                        std::size_t steps, std::span<double> out);

} // namespace sendlab::planner::exact
