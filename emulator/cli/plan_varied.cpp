#include "cli/plan_varied.hpp"

#include <algorithm>
#include <optional>

#include "cli/interrupt.hpp"
#include "cli/output_file.hpp"
#include "cli/plan_work.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "cli/vary.hpp"
#include "planner/comparison_page.hpp"

namespace sendlab::cli {

namespace {

planner::variant make_variant(planner::plan_question question,
                              const std::vector<sendlab::scenario::assignment>& combination, unsigned threads,
                              const std::atomic<bool>& interrupt, bool progress) {
    planner::variant out;
    for (const auto& one : combination) {
        question.settings.push_back(one.key + '=' + one.value);
        out.settings.push_back({one.key, one.value});
    }
    const auto scenario = load_scenario(question);
    auto request = request_of(question, scenario);
    request.threads = threads;
    out.planned = answer(request, question, scenario, interrupt, {.progress = progress, .settled = {}});
    return out;
}

exit_status status_of(const planner::comparison& compared) {
    if (compared.best)
        return exit_status::done;
    const auto undecided = [](const planner::variant& v) {
        return v.planned.advice.what == planner::outcome::undecided;
    };
    return std::ranges::any_of(compared.variants, undecided) ? exit_status::undecided
                                                             : exit_status::expectation_failed;
}

} // namespace

exit_status plan_varied(const planner::plan_question& question, const std::vector<std::string>& vary,
                        unsigned threads, const plan_output_words& output) {
    if (!output.markdown.empty())
        throw usage_error{"--vary writes no --markdown; plan the combination that you choose for that"};
    const auto combinations = combinations_of(vary);
    for (const auto* path : {&output.json, &output.csv, &output.html})
        refuse_overwriting(*path, {question.path});
    std::optional<output_file> json, csv, html, heat_map; // opened before the work begins
    if (!output.json.empty() && !output.json_is_the_page())
        json.emplace(output.json);
    if (!output.csv.empty())
        csv.emplace(output.csv);
    if (!output.html.empty())
        html.emplace(output.html);
    if (!output.charts.empty() && vary.size() == 2) {
        make_folder(output.charts);
        heat_map.emplace(output.charts + "/heat-map.svg");
    } else if (!output.charts.empty()) {
        throw usage_error{"--vary draws --charts of two settings, a heat map"};
    }

    const interrupt_listener interrupt;
    std::vector<planner::variant> variants;
    for (const auto& combination : combinations) {
        if (!interrupt.requested())
            variants.push_back(
                make_variant(question, combination, threads, interrupt.requested(), !output.quiet));
    }
    const auto compared = planner::compare(std::move(variants));
    if (output.json_is_the_page())
        print(comparison_json(compared));
    else if (!output.quiet)
        print(comparison_text(compared));
    if (json)
        json->finish(comparison_json(compared));
    if (csv)
        csv->finish(comparison_csv(compared));
    if (html)
        html->finish(comparison_page(compared));
    if (heat_map)
        heat_map->finish(heat_map_svg(compared, planner::svg_use::file));
    return interrupt.status(status_of(compared));
}

} // namespace sendlab::cli
