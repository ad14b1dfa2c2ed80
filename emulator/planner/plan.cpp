#include "planner/plan.hpp"

#include <algorithm>

namespace sendlab::planner {

namespace {

planned_value judge(const value_result& counts, observation unit, double max_timeout_probability) {
    planned_value out{
        .counts = counts,
        .timeout_probability = counts.timeout_probability(unit, confidence),
        .judged = {.emails_per_file = counts.emails_per_file, .cost_per_million = counts.cost_per_million()}};
    out.judged.target = verdict_of(out.timeout_probability.bounds, max_timeout_probability);
    for (const auto& one : counts.broken) {
        if (counts.breaks(one))
            out.judged.broken.push_back(one.metric);
    }
    return out;
}

plan with_the_request(const plan_request& request) {
    const auto& scenario = request.scenario;
    const bool over_smtp = scenario.lambda.handler.transport == pipeline::send_transport::smtp;
    return {.name = scenario.name,
            .seed = scenario.seed,
            .own_value = scenario.application.emails_per_file,
            .max_timeout_probability = request.max_timeout_probability,
            .samples = request.samples,
            .given_values = !request.values.empty(),
            .billing_step = scenario.lambda.function.billing_step,
            .correlation = over_smtp ? scenario.smtp.correlation : scenario.ses.correlation,
            .coupled = couples(scenario)};
}

/// Exactly the values that were asked for, smaller ones no longer waiting for larger ones.
void sweep_given_values(sweep& trials, const std::vector<std::uint32_t>& values,
                        const step_listener& on_step) {
    trials.sample(values, sweep::depth::glance);
    unsigned done = 0;
    for (const auto& value : values) {
        trials.sample(std::span{&value, 1}, sweep::depth::settle);
        if (on_step)
            on_step(++done, static_cast<unsigned>(values.size()));
    }
}

} // namespace

const planned_value* plan::find(std::uint32_t emails_per_file) const {
    const auto found = std::ranges::find(values, emails_per_file,
                                         [](const planned_value& v) { return v.counts.emails_per_file; });
    return found == values.end() ? nullptr : &*found;
}

plan make_plan(const plan_request& request, sweep_world world, const step_listener& on_step) {
    auto out = with_the_request(request);
    sweep trials{request, out.coupled.unit, std::move(world)};
    if (out.given_values)
        sweep_given_values(trials, request.values, on_step);
    else
        search(trials, out.own_value, on_step);
    out.interrupted = trials.interrupted();

    std::vector<judged_value> judged;
    for (const auto& [value, counts] : trials.results()) {
        out.values.push_back(judge(counts, out.coupled.unit, request.max_timeout_probability));
        judged.push_back(out.values.back().judged);
    }
    out.advice = recommend(judged);
    return out;
}

} // namespace sendlab::planner
