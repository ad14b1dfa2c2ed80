// What `sendlab plan` is asked: a scenario, and which values of EMAILS_PER_FILE to try on it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "pipeline/settings.hpp"
#include "planner/value_result.hpp"

namespace sendlab::planner {

/// No list is longer, and no file larger: a plan over more would not end.
inline constexpr std::size_t most_values = 10'000;
inline constexpr std::uint32_t largest_value = 1'000'000;

struct plan_request {
    pipeline::settings scenario;
    /// Exactly these are computed; none: the planner looks for the boundary itself.
    std::vector<std::uint32_t> values;
    /// The target: at most this share of files may time out in their first attempt. Above 0, at most 1.
    double max_timeout_probability = 1e-4;
    /// First attempts spent on one value before it stays undecided; at least 1.
    std::uint64_t samples = 200'000;
    /// Nothing is computed, not even where it could be.
    bool count_only = false;
    /// How far the inputs may drift is computed too: dozens of further curves.
    bool drifts = false;
    /// Of the values, only every `of`-th from the `number`-th is sampled: the others are somebody else's.
    struct share {
        std::uint32_t number = 1;
        std::uint32_t of = 1;
    } shard;
    /// What is known already of some of the values, settled: they are not sampled again.
    std::vector<value_result> settled;
    /// 0: as many as the machine has cores. The answer does not depend on it.
    unsigned threads = 0;
};

/// Why a text is not a list of values.
struct list_error {
    std::string what; // "\"20..5\" runs backwards, expected FIRST..LAST"
};

/// "25", "5,10,25", "1..200", "1..200/5" (1, 6, 11, ...) and lists of these: sorted, each value once.
result<std::vector<std::uint32_t>, list_error> parse_values(std::string_view text);

/// "2/7"; the number is from 1 to `of`.
result<plan_request::share, list_error> parse_share(std::string_view text);

/// The values that a search starts from: a geometric grid from 1 to 200 and `own`, sorted.
std::vector<std::uint32_t> starting_grid(std::uint32_t own);

} // namespace sendlab::planner
