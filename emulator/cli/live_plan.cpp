#include "cli/live_plan.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/handler_trial.hpp"
#include "cli/plan_outputs.hpp"
#include "cli/plan_work.hpp"
#include "cli/scenario_files.hpp"
#include "pipeline/world.hpp"
#include "planner/for_each_index.hpp"
#include "planner/plan_json.hpp"
#include "planner/plan_page.hpp"

namespace sendlab::cli {

namespace {

planner::plan_request request_for(const net::plan_wishes& wishes, const scenario::scenario& from) {
    planner::plan_question question;
    question.values = wishes.values;
    question.max_timeout_probability = wishes.max_timeout_probability;
    question.samples = wishes.samples;
    auto request = cli::request_of(question, from);
    request.threads = std::max(1U, planner::core_count() - 1);
    return request;
}

/// What is known after a round of the sweep.
std::vector<net::plan_point> points_of(const planner::sweep& trials) {
    std::vector<net::plan_point> out;
    for (const auto& [value, counts] : trials.results()) {
        const auto p = trials.timeout_probability(counts, planner::confidence);
        out.push_back({value, p.value(), p.bounds.low, p.bounds.high});
    }
    return out;
}

struct model {
    scenario::scenario from;
    std::string measured; // in words; empty: nothing
};

/// The scenario with its handler as it was seen, where that is wished. Throws usage_error.
model model_of(const scenario::scenario& from, const net::plan_wishes& wishes) {
    if (!wishes.measured)
        return {from, {}};
    planner::handler_measurement measured{.handler = "the attempts of this emulator"};
    for (const auto& invocation : *wishes.measured)
        add_attempts(measured, invocation);
    const auto fit = planner::fit_handler(measured);
    if (!fit)
        throw usage_error{"The handler cannot be modelled: " + fit.error().what + '.'};
    const auto assignments = assignments_of(fit->settings(from.settings.lambda.handler), from.settings.seed);
    return {load_scenarios({from.path}, assignments).front(), planner::handler_text(measured, *fit)};
}

net::finished_plan make(const model& of, const net::plan_wishes& wishes, const std::atomic<bool>& interrupt,
                        const std::function<void(net::plan_progress)>& on_progress) {
    const auto& from = of.from;
    net::plan_progress now;
    planner::sweep_world world;
    world.run = pipeline::run;
    world.check = [&from](const pipeline::run_result& result) { return broken_by(result, from); };
    world.interrupt = &interrupt;
    world.round = [&](const planner::sweep& trials) {
        now.emails = trials.emails();
        now.points = points_of(trials);
        on_progress(now);
    };
    const auto planned =
        planner::make_plan(request_for(wishes, from), std::move(world), [&now](unsigned done, unsigned most) {
            now.share = done / static_cast<double>(most);
        });
    return {plan_json(planned),
            plan_page(planned, from.settings, durations_worth_showing(planned, from.settings, interrupt)),
            of.measured,
            {}};
}

} // namespace

net::plan_maker plan_maker_of(scenario::scenario from) {
    if (from.settings.application.mode == pipeline::application_mode::sync)
        return {}; // it puts nothing in files
    return [from = std::make_shared<const scenario::scenario>(std::move(from))](
               const net::plan_wishes& wishes, const std::atomic<bool>& interrupt,
               const std::function<void(net::plan_progress)>& on_progress) {
        return make(model_of(*from, wishes), wishes, interrupt, on_progress);
    };
}

} // namespace sendlab::cli
