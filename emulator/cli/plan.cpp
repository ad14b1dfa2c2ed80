#include "cli/plan.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "cli/ci_output.hpp"
#include "cli/interrupt.hpp"
#include "cli/output_file.hpp"
#include "cli/plan_ci.hpp"
#include "cli/plan_live.hpp"
#include "cli/plan_outputs.hpp"
#include "cli/plan_varied.hpp"
#include "cli/plan_work.hpp"
#include "cli/scenario_files.hpp"
#include "cli/usage.hpp"
#include "cli/version.hpp"
#include "planner/for_each_index.hpp"

namespace sendlab::cli {

namespace {

namespace fs = std::filesystem;

struct plan_words {
    planner::plan_question question;
    unsigned threads = planner::core_count();
    live_words live;
    std::vector<std::string> vary; // KEY=V1,V2,...
    std::string shard;             // "2/7"
    std::string part;              // a path
    std::string resume;            // a folder
    plan_ci_words ci;
    plan_output_words output;
};

void check(const plan_words& words) {
    if (words.live.wanted && !words.part.empty())
        throw usage_error{
            "--live: two measurements are never the same; measure once with --measurements PATH, and "
            "share out the plan with --measurements PATH alone"};
    if (words.shard.empty() != words.part.empty())
        throw usage_error{"--shard and --part belong together: which part, and where to write it"};
    if (words.question.values.empty() && !(words.shard.empty() && words.resume.empty()))
        throw usage_error{
            "--shard and --resume need --emails-per-file: a search decides by what it has seen so far"};
    if (!words.vary.empty() && !(words.shard.empty() && words.resume.empty()))
        throw usage_error{
            "--vary: neither shared out nor resumed; plan its combinations one by one for that"};
    if (words.question.drifts && !words.vary.empty())
        throw usage_error{"--sensitivity: of one plan, without --vary"};
    if (words.ci.any() && !(words.vary.empty() && words.shard.empty()))
        throw usage_error{
            "--ci, --baseline and --junit are for a whole plan of one scenario: without --vary and --shard"};
}

planner::plan_request::share share_of(const std::string& words) {
    if (words.empty())
        return {};
    const auto share = planner::parse_share(words);
    if (!share)
        throw usage_error{"--shard: " + share.error().what};
    return *share;
}

planner::plan_part part_of(const plan_words& words, const std::string& fingerprint,
                           std::vector<planner::value_result> results) {
    return {.version = version,
            .fingerprint = fingerprint,
            .question = words.question,
            .results = std::move(results)};
}

/// Settled values in a folder, a file each: what an interrupted sweep has done is not done again.
class resumed_work {
public:
    resumed_work(const plan_words& words, std::string fingerprint)
        : words_{words}, fingerprint_{std::move(fingerprint)} {
        if (words.resume.empty())
            return;
        std::error_code failed;
        fs::create_directories(words.resume, failed);
        if (failed)
            throw environment_error{words.resume + ": " + failed.message()};
        for (const auto& entry : fs::directory_iterator{words.resume}) {
            if (entry.path().extension() == ".json")
                take(entry.path().string());
        }
    }

    [[nodiscard]] const std::vector<planner::value_result>& settled() const { return settled_; }

    /// A file that is there is whole: it is written beside, and renamed.
    void keep(const planner::value_result& value) const {
        if (words_.resume.empty())
            return;
        const auto name =
            fs::path{words_.resume} / ("value-" + std::to_string(value.emails_per_file) + ".json");
        const auto unfinished = name.string() + ".unfinished-" + std::to_string(::getpid());
        output_file{unfinished}.finish(part_json(part_of(words_, fingerprint_, {value})));
        fs::rename(unfinished, name);
    }

private:
    void take(const std::string& path) {
        auto part = load_part(path);
        refuse_other_question(path, part, fingerprint_);
        for (auto& one : part.results)
            settled_.push_back(std::move(one));
    }

    const plan_words& words_;
    std::string fingerprint_;
    std::vector<planner::value_result> settled_;
};

/// What this shard has settled; values that an interruption has left open are not in it.
std::vector<planner::value_result> settled_values(const planner::plan& planned) {
    std::vector<planner::value_result> out;
    for (const auto& value : planned.values) {
        if (value.counts.settled)
            out.push_back(value.counts);
    }
    return out;
}

exit_status run(plan_words words) {
    check(words);
    use_measurements(words.live, words.question, words.output);
    if (!words.vary.empty())
        return plan_varied(words.question, words.vary, words.threads, words.output);
    const auto scenario = load_scenario(words.question);
    if (!words.output.quiet)
        tell_of_unmeasured_code(words.live, words.question, scenario.settings);
    auto request = request_of(words.question, scenario);
    request.threads = words.threads;
    request.shard = share_of(words.shard);
    const bool in_parts = !words.part.empty() || !words.resume.empty();
    const auto fingerprint = in_parts ? fingerprint_of(words.question, scenario) : "";
    const resumed_work earlier{words, fingerprint};
    request.settled = earlier.settled();

    refuse_overwriting(words.part, {words.question.path});
    std::optional<output_file> part; // opened before the work begins, as the others are
    if (!words.part.empty())
        part.emplace(words.part);
    plan_outputs outputs{words.output, {words.question.path}};
    plan_ci ci{words.ci, words.question, words.output};
    const interrupt_listener interrupt;
    const auto planned =
        answer(request, words.question, scenario, interrupt.requested(),
               {.progress = !words.output.quiet,
                .settled = [&](const planner::value_result& value) { earlier.keep(value); }});
    if (part) {
        part->finish(part_json(part_of(words, fingerprint, settled_values(planned))));
        return interrupt.status(exit_status::done);
    }
    outputs.write(planned, scenario.settings, interrupt.requested());
    return interrupt.status(ci.tell(planned, request, scenario, interrupt.requested()));
}

void add_options(CLI::App& command, plan_words& words) {
    command.add_option("FILE", words.question.path, "A scenario file")
        ->required()
        ->check(CLI::ExistingFile)
        ->type_name("");
    command
        .add_option(
            "--emails-per-file", words.question.values,
            "Exactly these values: 1..200, 5,10,25 or 1..200/5; without it the boundary is searched for")
        ->type_name("LIST");
    command
        .add_option("--max-timeout-probability", words.question.max_timeout_probability,
                    "The target: at most this share of files may time out; 1e-4 by default")
        ->type_name("P")
        ->check(CLI::Range(1e-12, 1.0));
    command
        .add_option("--samples", words.question.samples,
                    "First attempts spent on a value before it stays undecided; 200000 by default")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000'000}));
    add_live_plan_options(command, words.live);
    command
        .add_option("--vary", words.vary,
                    "KEY=V1,V2,... plans each of them, and each combination where it is given again: "
                    "lambda.memory_mb=128,512")
        ->type_name("KEY=LIST")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command.add_flag("--ignore-expectations", words.question.ignore_expectations,
                     "Only the target counts, not what the scenario expects");
    command.add_flag("--count-only", words.question.count_only,
                     "Count time-outs in runs, even where their probability can be computed");
    command.add_flag("--sensitivity", words.question.drifts,
                     "How far each input may drift before another value is right");
    command.add_option("--seed", words.question.seed, "Instead of the scenario's seed")
        ->type_name("N")
        ->check(whole_number());
    command
        .add_option("--set", words.question.settings,
                    "KEY=VALUE instead of the scenario's: lambda.timeout=5s")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command.add_option("--threads", words.threads, "All cores by default; the answer does not depend on it")
        ->type_name("N")
        ->check(CLI::Range(1U, 1024U));
    command.add_option("--shard", words.shard, "Only every N-th value, from the I-th; see sendlab merge")
        ->type_name("I/N");
    command.add_option("--part", words.part, "With --shard: what was counted, for sendlab merge")
        ->type_name("PATH");
    command
        .add_option("--resume", words.resume,
                    "A folder for what is settled: after an interruption, the same command goes on")
        ->type_name("DIR");
    add_output_options(command, words.output);
    add_plan_ci_options(command, words.ci);
}

} // namespace

void add_plan(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("plan", "Find how many e-mails may be put in a file");
    const auto words = std::make_shared<plan_words>();
    add_options(*command, *words);
    command->footer(
        "Example:\n  sendlab plan scenarios/article-defaults.json\n"
        "  sendlab plan scenarios/article-defaults.json --emails-per-file 10..30 --html plan.html\n"
        "  sendlab plan scenarios/real-handler.json --live --measurements handler.json\n"
        "Status: 0 a safe value was found, 1 nothing is safe, 4 undecided.");
    command->callback([words, &status] { status = annotated(words->ci.ci, [&] { return run(*words); }); });
}

} // namespace sendlab::cli
