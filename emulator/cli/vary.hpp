// The words of --vary: KEY=V1,V2,...
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace sendlab::cli {

/// No plan over more combinations would end.
inline constexpr std::size_t most_combinations = 10'000;

/// Every combination of one value of each key, the last key's values changing fastest. Commas inside of brackets, braces and
/// quotes belong to a value. Throws usage_error.
std::vector<std::vector<scenario::assignment>> combinations_of(const std::vector<std::string>& words);

} // namespace sendlab::cli
