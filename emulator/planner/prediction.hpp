// P(time-out) of a value of EMAILS_PER_FILE by calculation, and how far measured inputs may move it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "planner/exact/forecast.hpp"
#include "planner/measured/input_uncertainty.hpp"

namespace sendlab::planner {

class prediction {
public:
    /// Knows nothing.
    prediction() = default;
    /// For values up to `largest`.
    prediction(const pipeline::settings& scenario, std::uint32_t largest, unsigned threads);

    [[nodiscard]] const exact::forecast& as_stated() const { return known_; }
    [[nodiscard]] const input_uncertainty& uncertainty() const { return open_; }
    [[nodiscard]] bool covers(std::uint32_t emails_per_file) const { return known_.covers(emails_per_file); }
    /// Of a value that is covered. Its bounds are those over the measured inputs, where there are any.
    [[nodiscard]] estimate timeout_probability(const value_result& counted, double level) const;
    /// Nothing where no input was measured, or the value is not covered.
    [[nodiscard]] std::optional<input_bounds> over_inputs(const value_result& counted) const;

private:
    exact::forecast known_;
    input_uncertainty open_;
    std::uint32_t largest_open_ = 0; // beyond, most files time out
};

} // namespace sendlab::planner
