#include "planner/plan_json.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "planner/advice_text.hpp"
#include "planner/measured/inputs_text.hpp"

namespace sendlab::planner {

namespace {

using nlohmann::ordered_json;

double milliseconds(duration d) {
    return static_cast<double>(d.count()) / 1e6;
}

/// JSON has no infinity.
ordered_json number_or_null(double value) {
    return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

template<class Value>
ordered_json value_or_null(const std::optional<Value>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

std::string_view name_of(outcome what) {
    switch (what) {
    case outcome::found:
        return "found";
    case outcome::nothing_safe:
        return "nothing_safe";
    case outcome::undecided:
        break;
    }
    return "undecided";
}

ordered_json percentiles(const mean_percentiles& d) {
    return {{"p50", milliseconds(d.p50())}, {"p90", milliseconds(d.p90())}, {"p99", milliseconds(d.p99())}};
}

ordered_json probability(const estimate& p) {
    return {{"value", p.value()},
            {"low", p.bounds.low},
            {"high", p.bounds.high},
            {"method", to_string(p.method)},
            {"k", p.k},
            {"n", p.n},
            {"clusters", p.clusters},
            {"effective_n", p.effective_n},
            {"played", p.is_sampled() ? ordered_json(p.played) : ordered_json(nullptr)}};
}

ordered_json broken_expectations(const value_result& counts) {
    auto out = ordered_json::array();
    for (const auto& one : counts.broken)
        out.push_back({{"metric", one.metric},
                       {"what", one.what},
                       {"runs", one.runs},
                       {"in_most_runs", counts.breaks(one)},
                       {"seed", one.seed}});
    return out;
}

ordered_json expected_or_null(const planned_value& value, double exact::retry_figures::*figure) {
    return value.expected ? ordered_json((*value.expected).*figure) : ordered_json(nullptr);
}

ordered_json inputs_or_null(const planned_value& value) {
    if (!value.inputs)
        return nullptr;
    const auto& open = *value.inputs;
    return {{"value", open.value},
            {"low", open.low},
            {"high", open.high},
            {"beyond_largest", open.beyond_largest},
            {"by_pareto_tails", value_or_null(open.by_tails)},
            {"out_of_reach", open.out_of_reach},
            {"unseen", open.unseen}};
}

ordered_json measured_documents(const plan& planned) {
    auto out = ordered_json::array();
    for (const auto& input : planned.measured)
        out.push_back({{"key", input.key},
                       {"n", input.n},
                       {"effective_n", input.effective_n},
                       {"largest_ms", input.largest / 1e6},
                       {"has_law", input.has_law}});
    return out;
}

ordered_json value_document(const planned_value& value) {
    const auto& counts = value.counts;
    return {{"emails_per_file", counts.emails_per_file},
            {"safe", value.judged.is_safe()},
            {"target", to_string(value.judged.target)},
            {"timeout_probability", probability(value.timeout_probability)},
            {"inputs", inputs_or_null(value)},
            {"counting_agrees", value_or_null(value.counting_agrees)},
            {"broken_expectations", broken_expectations(counts)},
            {"runs", counts.runs},
            {"files", counts.files},
            {"emails", counts.emails},
            {"attempts", counts.attempts},
            {"timeouts", counts.timeouts},
            {"duplicates", counts.duplicates},
            {"duplicates_per_million", counts.duplicates_per_million()},
            {"expected_duplicates_per_million",
             expected_or_null(value, &exact::retry_figures::duplicates_per_million)},
            {"lost", counts.lost},
            {"lost_per_million", counts.lost_per_million()},
            {"expected_lost_per_million", expected_or_null(value, &exact::retry_figures::lost_per_million)},
            {"cost_per_million", number_or_null(counts.cost_per_million())},
            {"cost_per_million_100ms", number_or_null(counts.cost_per_million_100ms())},
            {"attempt_duration_ms", percentiles(counts.attempt_duration)},
            {"delivery_ms", percentiles(counts.delivery)}};
}

ordered_json drift_documents(const plan& planned) {
    auto out = ordered_json::array();
    for (const auto& one : planned.drifts)
        out.push_back({{"key", one.key},
                       {"to", one.grows ? "more" : "less"},
                       {"limit", value_or_null(one.limit)},
                       {"largest_safe_after_a_tenth", one.after_a_tenth}});
    return out;
}

ordered_json advice_document(const plan& planned) {
    const auto& advice = planned.advice;
    return {{"outcome", name_of(advice.what)},
            {"largest_safe", value_or_null(advice.largest_safe)},
            {"cheapest_safe", value_or_null(advice.cheapest_safe)},
            {"nearest", value_or_null(advice.nearest)},
            {"next", value_or_null(advice.next)},
            {"binding", advice.binding},
            {"text", advice_text(planned)},
            {"binding_text", binding_text(planned)},
            {"inputs_text", inputs_text(planned)}};
}

} // namespace

std::string plan_json(const plan& planned) {
    ordered_json document{{"scenario", planned.name},
                          {"source", planned.source},
                          {"set", planned.settings},
                          {"seed", planned.seed},
                          {"emails_per_file", planned.own_value},
                          {"max_timeout_probability", planned.max_timeout_probability},
                          {"confidence", confidence},
                          {"samples", planned.samples},
                          {"billing_step_ms", milliseconds(planned.billing_step)},
                          {"interrupted", planned.interrupted},
                          {"observation", to_string(planned.coupled.unit)},
                          {"coupled_by", planned.coupled.reasons},
                          {"not_computed_because", planned.not_computed_because},
                          {"measured_inputs", measured_documents(planned)},
                          {"recommendation", advice_document(planned)}};
    document["sensitivity"] = drift_documents(planned);
    auto& values = document["values"] = ordered_json::array();
    for (const auto& value : planned.values)
        values.push_back(value_document(value));
    return json_text(document, 2) + '\n';
}

} // namespace sendlab::planner
