// From a curve over EMAILS_PER_FILE to one number, and the reason for it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "planner/estimate.hpp"
#include "planner/value_result.hpp"

namespace sendlab::planner {

/// One value, judged.
struct judged_value {
    std::uint32_t emails_per_file = 0;
    verdict target = verdict::undecided;
    std::vector<std::string> broken{}; // the metrics of the expectations that most runs break
    double cost_per_million = 0;

    [[nodiscard]] bool is_safe() const { return target == verdict::kept && broken.empty(); }
    /// Neither safe nor shown to break anything.
    [[nodiscard]] bool is_open() const { return target == verdict::undecided && broken.empty(); }
};

/// How the target is called among the constraints.
inline constexpr std::string_view target_name = "timeout_probability";

/// What a value breaks, the target first; empty if nothing, or nothing for sure.
std::vector<std::string> constraints_broken_by(const judged_value& value);

enum class outcome {
    found,        // there is a safe value
    nothing_safe, // every value breaks something
    undecided,    // no value is safe for sure, and for some it cannot be told yet
};

struct recommendation {
    outcome what = outcome::undecided;
    std::optional<std::uint32_t> largest_safe;
    std::optional<std::uint32_t> cheapest_safe; // the larger one of two that cost the same
    /// The next larger value that was tried: what it breaks is what binds. None where the largest value tried
    /// is safe.
    std::optional<std::uint32_t> next;
    /// What binds there; with nothing safe, what stands in the way at the value that comes nearest. Empty
    /// where `next` is merely undecided.
    std::vector<std::string> binding;
    /// Without a safe value, the one that comes nearest: the smallest that may turn out to be safe, else the
    /// largest that keeps the target, else the smallest of all.
    std::optional<std::uint32_t> nearest;
};

/// Of values in rising order.
recommendation recommend(const std::vector<judged_value>& values);

} // namespace sendlab::planner
