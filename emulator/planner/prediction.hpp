// P(time-out) of a value of EMAILS_PER_FILE without counting: by calculation, and how far measured inputs may move it;
// else by importance sampling.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "planner/exact/forecast.hpp"
#include "planner/measured/input_uncertainty.hpp"
#include "planner/tail/tail_forecast.hpp"

namespace sendlab::planner {

/// That a figure lies outside of what was counted happens by chance to one in so many values.
inline constexpr double agreement_level = 0.9999;
/// What was counted has nothing against the figure.
bool meet(const estimate& figure, const value_result& counted);

class prediction {
public:
    /// Knows nothing.
    prediction() = default;
    /// For values up to `largest`. The target decides what is worth sampling, and how closely. Sampling ends early when
    /// *interrupt.
    prediction(const pipeline::settings& scenario, std::uint32_t largest, double max_timeout_probability,
               unsigned threads, const std::atomic<bool>* interrupt = nullptr);

    /// Nothing can be computed, and what was counted does not say yet that the target is missed.
    [[nodiscard]] bool wants_sampling(const value_result& counted) const {
        return !computes(counted.emails_per_file) && !misses_target(counted);
    }
    /// Samples where nothing can be computed. Before, such values are not covered.
    void prepare(std::span<const std::uint32_t> values);

    [[nodiscard]] const exact::forecast& as_stated() const { return known_; }
    [[nodiscard]] const input_uncertainty& uncertainty() const { return open_; }
    [[nodiscard]] bool computes(std::uint32_t emails_per_file) const {
        return known_.covers(emails_per_file);
    }
    [[nodiscard]] bool covers(const value_result& counted) const {
        return computes(counted.emails_per_file) ||
               (tails_.covers(counted.emails_per_file) && !misses_target(counted));
    }
    /// Of a value that is covered. What is computed has the bounds over the measured inputs, where there are any. What is
    /// sampled and does not meet what was counted is not trusted: then it is the counted one.
    [[nodiscard]] estimate timeout_probability(const value_result& counted, double level) const;
    /// The same from the inputs as they are stated, from which runs draw.
    [[nodiscard]] estimate stated_probability(const value_result& counted, double level) const;
    /// Nothing where no input was measured, or the value is not covered.
    [[nodiscard]] std::optional<input_bounds> over_inputs(const value_result& counted) const;

private:
    [[nodiscard]] bool misses_target(const value_result& counted) const;

    exact::forecast known_;
    tail::tail_forecast tails_;
    input_uncertainty open_;
    std::uint32_t largest_open_ = 0; // beyond, most files time out
    double target_ = 1;
};

} // namespace sendlab::planner
