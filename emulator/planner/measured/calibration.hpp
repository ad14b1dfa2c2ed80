// From measurements to what a scenario may say about them: a law, how well it fits, and what speaks against it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/measurement.hpp"
#include "planner/measured/law_fit.hpp"
#include "planner/measured/measurement_log.hpp"

namespace sendlab::planner {

/// Of one quantity.
struct calibration {
    std::string what; // "latency", "attempt", "cold_start"
    std::size_t n = 0;
    std::uint64_t cut_off = 0;
    double mean = 0, smallest = 0, p50 = 0, p90 = 0, p99 = 0, largest = 0; // milliseconds
    std::uint64_t invocations = 0; // that the values belong to; 0: not known
    /// Of the largest tenth, in milliseconds; nothing for fewer than 200 values, or if some were cut off.
    std::optional<measurement::tail> tail{};
    std::vector<law_fit> fits{}; // the best first
    /// Share of the log-variance that sends of one invocation have in common, where invocations are known.
    std::optional<double> correlation{};
    std::vector<std::string> warnings{}; // sentences
    std::vector<double> sorted;          // the values

    /// The law that stands in the model; null: none fits, and the measured quantiles stand there.
    [[nodiscard]] const law_fit* chosen() const {
        return fits.empty() || !fits.front().fits ? nullptr : &fits.front();
    }
    /// (share, milliseconds), rising; at most 201 points, dense towards the ends.
    [[nodiscard]] std::vector<std::pair<double, double>> quantiles() const;
};

/// Of each quantity that the log tells about.
std::vector<calibration> calibrate(const measured_log& log);

/// The model file that scenarios name as {"measured": "file"}; described in docs/calibration.md.
std::string model_json(const std::vector<calibration>& calibrated);

/// The law or the quantiles alone, as a scenario writes a distribution, in a line.
std::string distribution_json(const calibration& calibrated);

/// What a person likes to read: figures, fits, warnings and a histogram, at most 100 columns.
std::string calibration_text(const std::vector<calibration>& calibrated);

} // namespace sendlab::planner
