#include "cli/run_baseline.hpp"

#include <algorithm>
#include <utility>

#include "cli/command.hpp"
#include "cli/input_file.hpp"
#include "pipeline/world.hpp"
#include "planner/for_each_index.hpp"
#include "planner/sweep.hpp"

namespace sendlab::cli {

run_baseline::run_baseline(std::string path) : path_{std::move(path)} {
    auto runs = report::read_baseline(read_input(path_));
    if (!runs)
        throw invalid_input{path_ + ": " + runs.error().what + '\n'};
    runs_ = *std::move(runs);
}

void run_baseline::judge(report::run_report& run, const scenario::scenario& from, unsigned threads,
                         const std::atomic<bool>& interrupt) const {
    auto& verdict = run.baseline.emplace();
    verdict.file = path_;
    const auto before = std::ranges::find(runs_, run.result.name, &report::earlier_run::name);
    verdict.found = before != runs_.end();
    if (!verdict.found || run.result.interrupted)
        return;
    report::suspicion suspicion{*before, run.result};
    pipeline::run_options options;
    options.interrupt = &interrupt;
    while (!suspicion.settled() && !interrupt) {
        std::vector<pipeline::run_result> others(threads);
        planner::for_each_index(others.size(), threads, [&](std::size_t i) {
            auto settings = from.settings;
            settings.seed = planner::seed_of_run(settings.seed, suspicion.runs() + i + 1);
            others[i] = pipeline::run(settings, options);
        });
        for (const auto& other : others) // in their order, so that the answer is that of one thread
            if (!suspicion.settled())
                suspicion.hold_against(other);
    }
    verdict.runs = suspicion.runs();
    if (!interrupt)
        verdict.worse = suspicion.worse();
}

} // namespace sendlab::cli
