// The same figures by one method each: sends one after the other, and sends at once.
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

/// By the product over the sends, averaged over the time that the fetch takes. As if there were no limit of sends in
/// flight: with it nothing ends earlier, and all ends as said unless it is met.
void parallel_figures(const attempt_model& model, const send_law& send, const send_law& accepted,
                      std::span<double> out);

} // namespace sendlab::planner::exact
