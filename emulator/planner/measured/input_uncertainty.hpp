// What the inputs that were measured leave open: P(time-out) over all laws that the measurements do not contradict.
//
// Each parameter in turn stands at its limits (plausible_laws.hpp), or each other sample in the measured one's place, and
// P(time-out) is computed again; the logarithms of the changes add up as independent errors do (MOVER: G. Y. Zou and A. Donner,
// Statistics in Medicine 27 (2008)).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planner/exact/forecast.hpp"

namespace sendlab::planner {

/// An input of the scenario that is known from measurements.
struct measured_input {
    std::string key; // "ses.latency"
    std::uint64_t n = 0;
    double effective_n = 0; // independent values that would tell as much
    double largest = 0;     // nanoseconds
    bool has_law = false;   // else the values stand for themselves, with a generalized Pareto tail
    bool has_tail = false;  // where they are enough for one
    bool is_of_sends = false;
    /// P(one more value is larger than all of them) is at most this, with certainty `sure`.
    [[nodiscard]] double unseen() const;
};

/// P(time-out) of one value of EMAILS_PER_FILE. Each limit is right with certainty `sure`.
struct input_bounds {
    double value = 0; // with the inputs as they were fitted, tails included
    double low = 0;
    double high = 1;
    /// Of `value`, what would be gone if nothing took longer than the longest that was measured; 0 to 1.
    double beyond_largest = 0;
    /// With generalized Pareto tails instead of the fitted laws' own; nothing where no law is in use.
    std::optional<double> by_tails{};
    /// Most of it lies beyond the largest that was measured, and no law says what is there, only a tail fitted to few:
    /// `high` is a hundred times what that tail leaves open.
    bool out_of_reach = false;
    /// P(an attempt meets a larger value than were measured of an input with neither law nor tail), at most: part of `high`.
    double unseen = 0;
};

class input_uncertainty {
public:
    /// Nothing was measured.
    input_uncertainty() = default;
    /// For values up to `largest`.
    input_uncertainty(const pipeline::settings& scenario, std::uint32_t largest, unsigned threads);

    [[nodiscard]] const std::vector<measured_input>& inputs() const { return inputs_; }
    [[nodiscard]] bool empty() const { return inputs_.empty(); }
    /// What the measurements say and the scenario does not; empty: nothing.
    [[nodiscard]] const std::string& contradiction() const { return contradiction_; }
    [[nodiscard]] input_bounds at(const value_result& counted) const;

private:
    /// One way in which an input may be: a law with its parameters' limits, or other samples.
    struct possibility {
        exact::forecast centre;
        std::vector<std::pair<exact::forecast, exact::forecast>> parameters;
        std::vector<exact::forecast> samples;
    };
    struct change {
        double down = 0, up = 0; // of log P(time-out)
    };
    class builder;
    [[nodiscard]] static change change_of(const possibility& one, const value_result& counted,
                                          double log_value);

    std::vector<measured_input> inputs_;
    std::string contradiction_;
    std::vector<std::vector<possibility>> possible_; // of each input; any of them may be true
    exact::forecast centre_;
    exact::forecast capped_;
    std::optional<exact::forecast> tails_;
};

} // namespace sendlab::planner
