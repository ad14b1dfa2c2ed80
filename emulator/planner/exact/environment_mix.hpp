// First attempts in environments that are ready, new, or killed before: their probabilities together, by the shares that
// were counted.
#pragma once

#include <cstdint>

#include "planner/value_result.hpp"

namespace sendlab::planner::exact {

/// A probability for each state in which an attempt finds its environment.
struct by_environment {
    double ready = 0, fresh = 0, reset = 0;
};

class environment_mix {
public:
    environment_mix() = default;
    explicit environment_mix(const pipeline::settings& scenario);

    /// With the shares of `counted`.
    [[nodiscard]] double value(const by_environment& p, const value_result& counted) const;
    /// From the lower and the upper limits of the probabilities: sets bounds and at_least. The shares' runs are
    /// observations, and with fewer of them than fewest_runs_of_a_share the bounds hold for any share.
    void bound(estimate& out, const by_environment& low, const by_environment& high,
               const value_result& counted, double level) const;
    /// Expected deliveries of a file's event.
    [[nodiscard]] double deliveries() const { return (1 + doubled_notification_) * (1 + doubled_event_); }

private:
    [[nodiscard]] double least(const by_environment& low, double fresh) const;
    [[nodiscard]] double most(const by_environment& low, const by_environment& high, double fresh) const;

    std::uint32_t attempts_ = 1; // of an event, at most
    double doubled_notification_ = 0;
    double doubled_event_ = 0;
};

} // namespace sendlab::planner::exact
