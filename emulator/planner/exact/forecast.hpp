// What can be said about values of EMAILS_PER_FILE without counting, or with only a little of it: P(time-out), duplicates
// and losses.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "planner/estimate.hpp"
#include "planner/exact/environment_mix.hpp"
#include "planner/exact/timeout_curve.hpp"
#include "planner/file_sizes.hpp"
#include "planner/value_result.hpp"

namespace sendlab::planner::exact {

/// Whole-file retries, where each attempt is a fresh draw: expected values, per million e-mails.
struct retry_figures {
    double duplicates_per_million = 0;
    double lost_per_million = 0;
};

class forecast {
public:
    /// Knows nothing.
    forecast() = default;
    /// For values up to `largest`; its cost grows with it. Errors stay below `precision` of a probability.
    forecast(const pipeline::settings& scenario, std::uint32_t largest, unsigned threads,
             double precision = timeout_curve::finest);

    /// Why P(time-out) cannot be computed, one clause each; empty where it can.
    [[nodiscard]] const std::vector<std::string>& reasons() const { return reasons_; }
    /// P(time-out) of this value can be computed.
    [[nodiscard]] bool covers(std::uint32_t emails_per_file) const;

    /// P(the first attempt of a file times out). Where a new environment, or one whose last attempt was killed, leaves less
    /// of the limit, their shares are those of `counted`: its runs are observations, and with fewer of them than
    /// fewest_runs_of_a_share the bounds hold for any share.
    [[nodiscard]] estimate timeout_probability(const value_result& counted, double level) const;

    /// Nothing where an attempt depends on those before it.
    [[nodiscard]] std::optional<retry_figures> retries(std::uint32_t emails_per_file) const;

private:
    struct averages {
        by_environment p;
        double error = 0; // of each, at most
    };
    [[nodiscard]] averages averaged(std::uint32_t emails_per_file) const;

    std::vector<std::string> reasons_;
    std::optional<file_sizes> sizes_;
    std::optional<timeout_curve> curve_;
    std::optional<retry_model> retries_;
    bool environments_are_alike_ = false;
    environment_mix environments_;
};

} // namespace sendlab::planner::exact
