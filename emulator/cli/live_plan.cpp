#include "cli/live_plan.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "cli/plan_outputs.hpp"
#include "cli/plan_work.hpp"
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

} // namespace

net::plan_maker plan_maker_of(scenario::scenario from) {
    if (from.settings.application.mode == pipeline::application_mode::sync)
        return {}; // it puts nothing in files
    return [from = std::make_shared<const scenario::scenario>(std::move(from))](
               const net::plan_wishes& wishes, const std::atomic<bool>& interrupt,
               const std::function<void(double, std::uint64_t)>& on_progress) {
        const auto request = request_for(wishes, *from);
        double share = 0;
        planner::sweep_world world;
        world.run = pipeline::run;
        world.check = [&from](const pipeline::run_result& result) { return broken_by(result, *from); };
        world.interrupt = &interrupt;
        world.progress = [&](std::uint64_t emails) { on_progress(share, emails); };
        const auto planned =
            planner::make_plan(request, std::move(world), [&share](unsigned done, unsigned most) {
                share = done / static_cast<double>(most);
            });
        return net::finished_plan{
            plan_json(planned),
            plan_page(planned, from->settings, durations_worth_showing(planned, from->settings, interrupt)),
            {}};
    };
}

} // namespace sendlab::cli
