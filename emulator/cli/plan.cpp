#include "cli/plan.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/interrupt.hpp"
#include "cli/plan_outputs.hpp"
#include "cli/progress.hpp"
#include "cli/scenario_files.hpp"
#include "pipeline/world.hpp"
#include "planner/for_each_index.hpp"
#include "planner/plan.hpp"

namespace sendlab::cli {

namespace {

using planner::plan;
using scenario::scenario;

struct plan_words {
    std::string path;
    std::vector<std::string> settings; // KEY=VALUE
    std::optional<std::uint64_t> seed;
    std::string values; // "1..200"; empty: the planner searches
    double max_timeout_probability = 1e-4;
    std::uint64_t samples = 200'000;
    unsigned threads = planner::core_count();
    plan_output_words output;
    bool ignore_expectations = false;
    bool count_only = false;
};

std::vector<std::uint32_t> values_of(const std::string& words) {
    if (words.empty())
        return {};
    auto values = planner::parse_values(words);
    if (!values)
        throw usage_error{"--emails-per-file: " + values.error().what};
    return *std::move(values);
}

planner::plan_request request_of(const plan_words& words, const scenario& from) {
    if (from.settings.application.mode == pipeline::application_mode::sync)
        throw usage_error{from.path + ": application.mode is \"sync\", which puts nothing in files"};
    planner::plan_request request;
    request.scenario = from.settings;
    request.values = values_of(words.values);
    request.max_timeout_probability = words.max_timeout_probability;
    request.samples = words.samples;
    request.threads = words.threads;
    request.count_only = words.count_only;
    return request;
}

std::vector<planner::broken_expectation> broken_by(const pipeline::run_result& result, const scenario& from) {
    std::vector<planner::broken_expectation> broken;
    for (const auto& v : evaluate(from.expectations, result)) {
        if (!v.met)
            broken.push_back({v.metric, v.metric + " is " + v.actual + ", expected " + v.expected});
    }
    return broken;
}

plan make_plan(const plan_words& words, const scenario& from, const std::atomic<bool>& interrupt) {
    const auto request = request_of(words, from);
    progress_bar bar{from.settings.name, "e-mails", !words.output.quiet};
    progress now;
    planner::sweep_world world;
    world.run = pipeline::run;
    if (!words.ignore_expectations)
        world.check = [&from](const pipeline::run_result& result) { return broken_by(result, from); };
    world.interrupt = &interrupt;
    world.progress = [&](std::uint64_t emails) {
        now.done = emails;
        bar.show(now);
    };
    return planner::make_plan(request, std::move(world), [&](unsigned done, unsigned most) {
        now.share = done / static_cast<double>(most);
    });
}

exit_status status_of(const plan& planned) {
    switch (planned.advice.what) {
    case planner::outcome::found:
        return exit_status::done;
    case planner::outcome::nothing_safe:
        return exit_status::expectation_failed;
    case planner::outcome::undecided:
        break;
    }
    return exit_status::undecided;
}

exit_status run(const plan_words& words) {
    const auto scenarios = load_scenarios({words.path}, assignments_of(words.settings, words.seed));
    plan_outputs outputs{words.output, {words.path}};
    const interrupt_listener interrupt;
    const auto planned = make_plan(words, scenarios.front(), interrupt.requested());
    outputs.write(planned, scenarios.front().settings, interrupt.requested());
    return interrupt.status(status_of(planned));
}

void add_options(CLI::App& command, plan_words& words) {
    command.add_option("FILE", words.path, "A scenario file")
        ->required()
        ->check(CLI::ExistingFile)
        ->type_name("");
    command
        .add_option(
            "--emails-per-file", words.values,
            "Exactly these values: 1..200, 5,10,25 or 1..200/5; without it the boundary is searched for")
        ->type_name("LIST");
    command
        .add_option("--max-timeout-probability", words.max_timeout_probability,
                    "The target: at most this share of files may time out; 1e-4 by default")
        ->type_name("P")
        ->check(CLI::Range(1e-12, 1.0));
    command
        .add_option("--samples", words.samples,
                    "First attempts spent on a value before it stays undecided; 200000 by default")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}));
    command.add_flag("--ignore-expectations", words.ignore_expectations,
                     "Only the target counts, not what the scenario expects");
    command.add_flag("--count-only", words.count_only,
                     "Count time-outs in runs, even where their probability can be computed");
    command.add_option("--seed", words.seed, "Instead of the scenario's seed")->type_name("N");
    command.add_option("--set", words.settings, "KEY=VALUE instead of the scenario's: lambda.timeout=5s")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command.add_option("--threads", words.threads, "All cores by default; the answer does not depend on it")
        ->type_name("N")
        ->check(CLI::Range(1U, 1024U));
    add_output_options(command, words.output);
}

} // namespace

void add_plan(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("plan", "Find how many e-mails may be put in a file");
    const auto words = std::make_shared<plan_words>();
    add_options(*command, *words);
    command->footer(
        "Example:\n  sendlab plan scenarios/article-defaults.json\n"
        "  sendlab plan scenarios/article-defaults.json --emails-per-file 10..30 --html plan.html\n"
        "Status: 0 a safe value was found, 1 nothing is safe, 4 undecided.");
    command->callback([words, &status] { status = run(*words); });
}

} // namespace sendlab::cli
