// What got worse since an earlier plan, beyond what its intervals leave open.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/statistics.hpp"
#include "planner/plan.hpp"

namespace sendlab::planner {

/// One value of an earlier plan.
struct earlier_value {
    std::uint32_t emails_per_file = 0;
    double probability = 0;
    interval bounds{0, 1};
    double cost_per_million = 0;
    std::vector<std::string> broken{}; // metrics of expectations that most runs broke
};

/// An earlier plan, as `sendlab plan --json` told it.
struct earlier_plan {
    std::string scenario;
    std::uint32_t own_value = 0;
    std::optional<std::uint32_t> largest_safe;
    std::vector<earlier_value> values{};
};

struct plan_baseline_error {
    std::string what;
};

result<earlier_plan, plan_baseline_error> read_earlier_plan(std::string_view json);

/// What both are asked about: the user's own value, whichever that is in each, and the one that was recommended then. A
/// value is worse where
/// - the interval of its P(time-out) lies above the earlier one. Where nothing has changed, two intervals of 95 % part
///   with a probability of at most 5 %, since one of them must have missed the truth;
/// - most of its runs break an expectation that they kept;
/// - it costs over 1 % more per million delivered. No interval is known of that; the seeds are the same.
///
/// `now` must hold the recommended value, or it is left out. A sentence each.
std::vector<std::string> worse_than(const earlier_plan& before, const plan& now);

} // namespace sendlab::planner
