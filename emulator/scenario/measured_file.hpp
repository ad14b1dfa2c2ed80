// Model files, as `sendlab calibrate` writes them: {"measured": "model.json"} in a scenario.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/measurement.hpp"
#include "scenario/reader.hpp"

namespace sendlab::scenario {

inline constexpr std::uintmax_t most_model_bytes = 16 * 1024 * 1024;

/// One quantity of a model. Distributions stand there as a scenario would write them.
struct measured_quantity {
    node distribution;
    measurement from; // without fits and their laws
    /// The families that the values do not refuse, the likeliest first: law and log-likelihood.
    std::vector<std::pair<node, double>> fits;
};

/// `what` is the quantity's name. Nothing, and a problem at `named`, if the file is no model or does not know the
/// quantity.
std::optional<measured_quantity> read_quantity(const node& named, const std::string& file,
                                               const std::string& what, reader& in);

} // namespace sendlab::scenario
