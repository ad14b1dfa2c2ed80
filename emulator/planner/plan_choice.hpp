// What a finished plan, as JSON, says to do: for those who try it out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace sendlab::planner {

struct plan_choice {
    std::string source;                  // the scenario's file, as it was named; empty: not known
    std::vector<std::string> settings{}; // KEY=VALUE, set over the file
    std::optional<std::uint64_t> seed{};
    std::optional<std::uint32_t> emails_per_file{}; // the largest safe value, where there is one
};

/// The text is no plan, or an older one.
struct not_a_plan {};

/// Of plan_json(). Any other JSON, and any other text, is no plan.
result<plan_choice, not_a_plan> read_choice(std::string_view text);

} // namespace sendlab::planner
