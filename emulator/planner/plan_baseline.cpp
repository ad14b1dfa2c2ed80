#include "planner/plan_baseline.hpp"

#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "planner/figure_text.hpp"

namespace sendlab::planner {

namespace {

using nlohmann::json;

constexpr double cost_tolerance = 0.01;

earlier_value read_value(const json& from) {
    const auto& p = from.at("timeout_probability");
    const auto& cost = from.at("cost_per_million");
    earlier_value value{from.at("emails_per_file").get<std::uint32_t>(),
                        p.at("value").get<double>(),
                        {p.at("low").get<double>(), p.at("high").get<double>()},
                        cost.is_null() ? std::numeric_limits<double>::infinity() : cost.get<double>()};
    for (const auto& one : from.at("broken_expectations"))
        if (one.at("in_most_runs").get<bool>())
            value.broken.push_back(one.at("metric").get<std::string>());
    return value;
}

earlier_plan read_plan(const json& from) {
    earlier_plan plan{
        from.at("scenario").get<std::string>(), from.at("emails_per_file").get<std::uint32_t>(), {}};
    if (const auto& safe = from.at("recommendation").at("largest_safe"); !safe.is_null())
        plan.largest_safe = safe.get<std::uint32_t>();
    for (const auto& value : from.at("values"))
        plan.values.push_back(read_value(value));
    return plan;
}

const earlier_value* find(const earlier_plan& before, std::uint32_t emails_per_file) {
    const auto found = std::ranges::find(before.values, emails_per_file, &earlier_value::emails_per_file);
    return found == before.values.end() ? nullptr : &*found;
}

std::string named(std::uint32_t before, std::uint32_t now) {
    const auto value = "EMAILS_PER_FILE=" + std::to_string(now);
    return before == now ? value : value + " (was " + std::to_string(before) + ')';
}

void compare(const earlier_value& before, const planned_value& now, std::vector<std::string>& out) {
    const auto name = named(before.emails_per_file, now.counts.emails_per_file);
    const auto& p = now.timeout_probability;
    if (p.bounds.low > before.bounds.high)
        out.push_back(name + ": P(time-out) was " + probability_text(before.probability) + " (" +
                      bounds_text(before.bounds) + "), is " + probability_text(p.value()) + " (" +
                      bounds_text(p.bounds) + ')');
    for (const auto& metric : now.judged.broken)
        if (std::ranges::find(before.broken, metric) == before.broken.end())
            out.push_back(name + ": most runs break what is expected of " + metric);
    if (const auto cost = now.counts.cost_per_million();
        cost > before.cost_per_million * (1 + cost_tolerance))
        out.push_back(name + ": a million e-mails cost " + dollars_text(before.cost_per_million) + ", now " +
                      dollars_text(cost));
}

} // namespace

result<earlier_plan, plan_baseline_error> read_earlier_plan(std::string_view text) {
    try {
        return read_plan(json_value(text));
    } catch (const json::exception&) {
        return plan_baseline_error{"is no plan, as `sendlab plan --json` writes it"};
    }
}

std::vector<std::string> worse_than(const earlier_plan& before, const plan& now) {
    std::vector<std::string> out;
    const auto* own_before = find(before, before.own_value);
    const auto* own_now = now.find(now.own_value);
    if (own_before && own_now)
        compare(*own_before, *own_now, out);
    const auto safe = before.largest_safe.value_or(before.own_value);
    const auto* safe_now = now.find(safe);
    if ((safe != before.own_value || safe != now.own_value) && safe_now && find(before, safe))
        compare(*find(before, safe), *safe_now, out);
    return out;
}

} // namespace sendlab::planner
