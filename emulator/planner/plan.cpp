#include "planner/plan.hpp"

#include <algorithm>

#include "planner/for_each_index.hpp"

namespace sendlab::planner {

namespace {

/// Runs draw from the laws as they are stated.
std::optional<bool> counting_agrees(const prediction& known, const value_result& counts) {
    if (!known.covers(counts) || counts.first_attempts.trials == 0)
        return std::nullopt;
    return meet(known.stated_probability(counts, confidence), counts);
}

planned_value judge(const value_result& counts, const sweep& trials, const prediction& known,
                    double max_timeout_probability) {
    planned_value out{
        .counts = counts,
        .timeout_probability = trials.timeout_probability(counts, confidence),
        .judged = {.emails_per_file = counts.emails_per_file, .cost_per_million = counts.cost_per_million()},
        .inputs = known.over_inputs(counts),
        .expected = known.as_stated().retries(counts.emails_per_file),
        .counting_agrees = {}};
    out.counting_agrees = counting_agrees(known, counts);
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
            .coupled = couples(scenario),
            .sequential = scenario.lambda.handler.max_in_flight == 1};
}

/// Of the values asked for, those of this shard.
std::vector<std::uint32_t> values_of(const plan_request& request) {
    std::vector<std::uint32_t> out;
    for (std::size_t i = request.shard.number - 1; i < request.values.size(); i += request.shard.of)
        out.push_back(request.values[i]);
    return out;
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

/// Those that were settled elsewhere have not been sampled here.
std::vector<std::uint32_t> values_to_sample(const sweep& trials, const prediction& known) {
    std::vector<std::uint32_t> out;
    for (const auto& [value, counts] : trials.results())
        if (known.wants_sampling(counts))
            out.push_back(value);
    return out;
}

unsigned threads_of(const plan_request& request) {
    return request.threads == 0 ? core_count() : request.threads;
}

prediction prediction_for(const plan_request& request, const std::atomic<bool>* interrupt) {
    if (request.count_only)
        return {};
    const auto values =
        request.values.empty() ? starting_grid(request.scenario.application.emails_per_file) : request.values;
    return {request.scenario, std::ranges::max(values), request.max_timeout_probability, threads_of(request),
            interrupt};
}

} // namespace

const planned_value* plan::find(std::uint32_t emails_per_file) const {
    const auto found = std::ranges::find(values, emails_per_file,
                                         [](const planned_value& v) { return v.counts.emails_per_file; });
    return found == values.end() ? nullptr : &*found;
}

plan make_plan(const plan_request& request, sweep_world world, const step_listener& on_step) {
    auto out = with_the_request(request);
    auto known = prediction_for(request, world.interrupt);
    out.not_computed_because = known.as_stated().reasons();
    out.measured = known.uncertainty().inputs();
    out.contradiction = known.uncertainty().contradiction();
    sweep trials{request, out.coupled.unit, known, std::move(world)};
    for (const auto& one : request.settled)
        trials.adopt(one);
    if (out.given_values)
        sweep_given_values(trials, values_of(request), on_step);
    else
        search(trials, out.own_value, on_step);
    out.interrupted = trials.interrupted();

    std::vector<judged_value> judged;
    known.prepare(values_to_sample(trials, known));
    for (const auto& [value, counts] : trials.results()) {
        out.values.push_back(judge(counts, trials, known, request.max_timeout_probability));
        judged.push_back(out.values.back().judged);
    }
    out.advice = recommend(judged);
    if (const auto best = out.advice.largest_safe; best && request.drifts && !out.interrupted)
        out.drifts = drifts_of(request.scenario, known, out.at(*best).counts, request.max_timeout_probability,
                               threads_of(request));
    return out;
}

} // namespace sendlab::planner
