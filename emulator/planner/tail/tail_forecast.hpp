// P(time-out) of values of EMAILS_PER_FILE by importance sampling: where files do not interact, but no formula says how
// long an attempt takes.
#pragma once

#include <map>
#include <span>

#include "planner/exact/environment_mix.hpp"
#include "planner/file_sizes.hpp"
#include "planner/tail/importance_sampling.hpp"

namespace sendlab::planner::tail {

class tail_forecast {
public:
    /// Knows nothing.
    tail_forecast() = default;
    /// Of a scenario of any kind; the sampling's threads and interrupt are those of `effort`.
    tail_forecast(const pipeline::settings& scenario, const sampling_effort& effort);

    /// The scenario's attempts can be played by themselves.
    [[nodiscard]] bool applies() const { return sizes_.has_value(); }
    /// Samples what is not known yet.
    void prepare(std::span<const std::uint32_t> values);
    /// Prepared, and to be trusted.
    [[nodiscard]] bool covers(std::uint32_t emails_per_file) const;
    /// Of a value that is covered. Shares of environments are those of `counted`.
    [[nodiscard]] estimate timeout_probability(const value_result& counted, double level) const;

private:
    /// By state of the environment.
    struct figures {
        sampled_figure ready, fresh, reset;
    };
    [[nodiscard]] std::optional<figures> sampled(std::uint32_t emails_per_file, unsigned threads) const;
    [[nodiscard]] estimate by_share(const figures& found, const value_result& counted, double level) const;

    pipeline::settings scenario_;
    sampling_effort effort_;
    std::optional<file_sizes> sizes_;
    exact::environment_mix environments_;
    bool fresh_differs_ = false;
    bool reset_differs_ = false;
    std::map<std::uint32_t, std::optional<figures>> known_;
};

} // namespace sendlab::planner::tail
