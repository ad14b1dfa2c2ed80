#include "planner/exact/timeout_curve.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>

#include "planner/exact/normal_average.hpp"
#include "planner/exact/parallel_figures.hpp"

namespace sendlab::planner::exact {

namespace {

constexpr double smallest = 1e-8;        // figures below may have larger errors
constexpr double finer = 1e-3;           // precisions that take a finer lattice from the beginning
constexpr double least_error = 1e-7;     // of a figure: nobody needs more
constexpr double score_tolerance = 0.2;  // of the average over shared scores, in parts of the precision
constexpr double limit_tolerance = 1e-4; // what a limit of sends in flight may change

/// All figures with a lattice of so many steps; the errors are those of the average over shared scores.
averages computed(const attempt_model& model, std::uint32_t largest, std::size_t steps, unsigned threads,
                  double precision) {
    std::optional<parallel_figures> at_once;
    if (!model.sequential())
        at_once.emplace(model, steps);
    const auto compute = [&](const send_law& send, const send_law& accepted, std::span<double> out) {
        if (at_once)
            at_once->compute(send, accepted, out);
        else
            sequential_figures(model, send, accepted, steps, out);
    };
    if (model.correlation > 0)
        return normal_averages(
            largest * columns,
            [&](double score, std::span<double> out) {
                compute(model.send.given(score, model.correlation),
                        model.accepted.given(score, model.correlation), out);
            },
            score_tolerance * precision, threads);
    averages out{std::vector<double>(largest * columns), std::vector<double>(largest * columns)};
    compute(model.send, model.accepted, out.values);
    return out;
}

bool good_enough(const averages& figures, double precision) {
    for (std::size_t i = 0; i < figures.values.size(); ++i)
        if (figures.values[i] >= smallest && figures.errors[i] > precision * figures.values[i])
            return false;
    return true;
}

/// Halving the step takes away at least half of the error, for smooth laws fifteen sixteenths of it.
averages refined(const averages& coarse, averages fine) {
    for (std::size_t i = 0; i < fine.values.size(); ++i)
        fine.errors[i] += 2 * std::abs(fine.values[i] - coarse.values[i]) + least_error * fine.values[i];
    return fine;
}

averages refined_figures(const attempt_model& model, std::uint32_t largest, unsigned threads,
                         double precision) {
    const bool by_score = model.correlation > 0;
    const std::size_t most_steps = by_score || precision > finer ? 1'024 : 16'384;
    std::size_t steps = precision > finer ? 256 : by_score ? 512 : 1'024;
    auto coarse = computed(model, largest, steps, threads, precision);
    for (;;) {
        steps *= 2;
        auto fine = computed(model, largest, steps, threads, precision);
        const auto figures = refined(coarse, fine);
        if (steps >= most_steps || good_enough(figures, precision))
            return figures;
        coarse = std::move(fine);
    }
}

} // namespace

timeout_curve::timeout_curve(const attempt_model& model, std::uint32_t largest, unsigned threads,
                             double precision)
    : largest_{std::min(largest, most_emails)} {
    assert(largest > 0);
    auto figures = refined_figures(model, largest_, threads, precision);
    values_ = std::move(figures.values);
    errors_ = std::move(figures.errors);
    largest_ = last_that_holds();
}

/// The limit of sends in flight, as if it were not there, makes no figure larger than it is by more than this.
std::uint32_t timeout_curve::last_that_holds() const {
    std::uint32_t last = 0;
    while (last < largest_) {
        const auto* row = &values_[last * columns];
        if (row[limit_met] > std::max(limit_tolerance * row[timed_out_ready], 1e-12))
            break;
        ++last;
    }
    return last;
}

figure timeout_curve::at(std::uint32_t emails, column what) const {
    assert(emails > 0 && emails <= largest_);
    const auto i = (emails - 1) * columns;
    return {values_[i + what], errors_[i + what] + values_[i + limit_met]};
}

figure timeout_curve::times_out(std::uint32_t emails, environment found) const {
    return at(emails, static_cast<column>(timed_out_ready + static_cast<std::size_t>(found)));
}

figure timeout_curve::not_accepted(std::uint32_t position) const {
    return at(position, last_not_accepted);
}

} // namespace sendlab::planner::exact
