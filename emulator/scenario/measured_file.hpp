// Model files, as `sendlab calibrate` writes them: {"measured": "model.json"} in a scenario.
#pragma once

#include <optional>
#include <string>

#include "scenario/reader.hpp"

namespace sendlab::scenario {

inline constexpr std::uintmax_t most_model_bytes = 16 * 1024 * 1024;

/// The distribution of one quantity in the model, as a scenario would write it; `what` is the quantity's name. Nothing,
/// and a problem at `named`, if the file is no model or does not know the quantity.
std::optional<node> measured_distribution(const node& named, const std::string& file, const std::string& what,
                                          reader& in);

} // namespace sendlab::scenario
