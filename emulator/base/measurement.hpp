// What a latency was measured from, kept beside the law that stands for it: how far it may be trusted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/distribution.hpp"

namespace sendlab {

/// Times in nanoseconds.
struct measurement {
    /// A family that the values do not refuse, with the parameters that make them likeliest.
    struct fit {
        std::string family; // "lognormal", "gamma", "weibull"
        distribution law;
        double log_likelihood = 0;
    };
    /// Beyond `from`, where `share` of the values lie: a generalized Pareto tail.
    struct tail {
        double from = 0, share = 0, shape = 0, scale = 0;
    };

    std::uint64_t n = 0;                 // values
    std::uint64_t invocations = 0;       // that they were measured in; 0: not known
    std::optional<double> correlation{}; // of the logarithms of those of one invocation
    double largest = 0;                  // value
    std::vector<fit> fits{};             // the one in use first; none: the values themselves are in use
    std::optional<tail> beyond{};
};

} // namespace sendlab
