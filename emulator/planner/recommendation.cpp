#include "planner/recommendation.hpp"

#include <algorithm>
#include <cassert>

namespace sendlab::planner {

namespace {

const judged_value& cheapest(const std::vector<judged_value>& values) {
    const judged_value* best = nullptr;
    for (const auto& value : values) {
        if (value.is_safe() && (!best || value.cost_per_million <= best->cost_per_million))
            best = &value;
    }
    assert(best);
    return *best;
}

/// The smallest value that may be safe; else the largest that keeps the target, else the smallest of all.
const judged_value& nearest(const std::vector<judged_value>& values) {
    const auto open = std::ranges::find_if(values, &judged_value::is_open);
    if (open != values.end())
        return *open;
    const auto kept = std::ranges::find(values.rbegin(), values.rend(), verdict::kept, &judged_value::target);
    return kept == values.rend() ? values.front() : *kept;
}

} // namespace

std::vector<std::string> constraints_broken_by(const judged_value& value) {
    std::vector<std::string> out;
    if (value.target == verdict::broken)
        out.emplace_back(target_name);
    out.insert(out.end(), value.broken.begin(), value.broken.end());
    return out;
}

recommendation recommend(const std::vector<judged_value>& values) {
    assert(std::ranges::is_sorted(values, {}, &judged_value::emails_per_file));
    recommendation out;
    if (values.empty())
        return out;
    const auto largest = std::ranges::find_if(values.rbegin(), values.rend(), &judged_value::is_safe);
    if (largest != values.rend()) {
        out.what = outcome::found;
        out.largest_safe = largest->emails_per_file;
        out.cheapest_safe = cheapest(values).emails_per_file;
        if (largest != values.rbegin()) {
            const auto& next = *std::prev(largest);
            out.next = next.emails_per_file;
            out.binding = constraints_broken_by(next);
        }
        return out;
    }
    const auto& near = nearest(values);
    out.what = near.is_open() ? outcome::undecided : outcome::nothing_safe;
    out.nearest = near.emails_per_file;
    out.binding = constraints_broken_by(near);
    return out;
}

} // namespace sendlab::planner
