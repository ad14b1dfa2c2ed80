#include "cli/verify.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/units.hpp"
#include "cli/handler_trial.hpp"
#include "cli/input_file.hpp"
#include "cli/interrupt.hpp"
#include "cli/live_options.hpp"
#include "cli/output_file.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "cli/usage.hpp"
#include "planner/for_each_index.hpp"
#include "planner/plan_choice.hpp"
#include "planner/verification.hpp"

namespace sendlab::cli {

namespace {

struct verify_words {
    std::string file; // a plan as JSON, or a scenario
    std::string scenario;
    std::vector<std::string> settings;
    std::optional<std::uint64_t> seed;
    std::uint32_t emails_per_file = 0; // 0: the plan's, else the scenario's
    std::uint64_t files = 100;
    std::string at_most = "5m";
    std::string retry_delays = "1s,2s";
    std::uint16_t smtp_port = 0;
    double tolerance = 0.1;
    std::uint64_t runs = planner::fewest_runs_of_a_prediction;
    unsigned threads = planner::core_count();
    std::string json; // a path, or "-"
    bool quiet = false;
    bool verbose = false;
};

/// What is to be tried: the plan's scenario as the plan had it, or the one that is named.
planner::plan_choice choice_of(const verify_words& words) {
    const auto text = read_input(words.file);
    planner::plan_choice choice{.source = words.file};
    if (auto planned = planner::read_choice(text)) {
        choice = *std::move(planned);
        if (!choice.emails_per_file && words.emails_per_file == 0)
            throw usage_error{words.file + ": this plan recommends no value; try one by --emails-per-file N"};
    }
    if (!words.scenario.empty())
        choice.source = words.scenario;
    choice.settings.insert(choice.settings.end(), words.settings.begin(), words.settings.end());
    if (words.seed)
        choice.seed = words.seed;
    if (words.emails_per_file > 0)
        choice.emails_per_file = words.emails_per_file;
    return choice;
}

pipeline::settings settings_of(const verify_words& words) {
    const auto choice = choice_of(words);
    auto out = load_scenarios({choice.source}, assignments_of(choice.settings, choice.seed)).front().settings;
    want_real_handler(out, choice.source);
    if (choice.emails_per_file)
        out.application.emails_per_file = *choice.emails_per_file;
    out.lambda.function.retry_delays = delays_of(words.retry_delays);
    return out;
}

duration length_of(const std::string& words) {
    const auto length = parse_duration(words);
    if (!length)
        throw usage_error{"--for: '" + words + "' is not " + std::string{length.error().expected}};
    return *length;
}

exit_status status_of(const planner::verification& held) {
    switch (held.outcome()) {
    case planner::verification_outcome::agrees:
        return exit_status::done;
    case planner::verification_outcome::differs:
        return exit_status::expectation_failed;
    case planner::verification_outcome::undecided:
        break;
    }
    return exit_status::undecided;
}

exit_status run(const verify_words& words) {
    const auto at_most = length_of(words.at_most);
    const auto wanted = settings_of(words);
    refuse_overwriting(words.json, {words.file});
    std::optional<output_file> json;
    if (!words.json.empty() && words.json != "-")
        json.emplace(words.json);

    const interrupt_listener interrupt;
    const auto trial = planner::as_it_is_live(planner::first_files_of(wanted, words.files));
    const auto seen = try_handler(trial,
                                  {.files = words.files,
                                   .at_most = at_most,
                                   .smtp_port = words.smtp_port,
                                   .progress = !words.quiet,
                                   .verbose = words.verbose},
                                  wanted.name, interrupt.requested());
    if (interrupt.requested())
        return interrupt.status(exit_status::undecided);
    const auto same = seen.cut_short ? planner::first_files_of(trial, seen.observed.files) : trial;
    const auto predicted = planner::predict(same, words.runs, words.threads, interrupt.requested());
    if (predicted.empty())
        return interrupt.status(exit_status::undecided);

    auto held = planner::hold(seen.observed, predicted, words.tolerance);
    held.cut_short = seen.cut_short;
    held.memory_mb = wanted.lambda.function.memory_mb < trial.lambda.function.memory_mb
                         ? wanted.lambda.function.memory_mb
                         : 0;
    if (words.json == "-")
        print(verification_json(held));
    else if (!words.quiet)
        print(verification_text(held));
    if (json)
        json->finish(verification_json(held));
    return interrupt.status(status_of(held));
}

void add_options(CLI::App& command, verify_words& words) {
    command.add_option("PLAN", words.file, "What sendlab plan --json has written, or a scenario")
        ->required()
        ->check(CLI::ExistingFile)
        ->type_name("");
    command
        .add_option("--scenario", words.scenario,
                    "The plan's scenario, where it is not where the plan found it")
        ->check(CLI::ExistingFile)
        ->type_name("FILE");
    command
        .add_option("--emails-per-file", words.emails_per_file,
                    "Instead of the value that the plan recommends")
        ->type_name("N")
        ->check(CLI::Range(1U, 1'000'000U));
    command
        .add_option("--files", words.files,
                    "About so many, with the requests that make them up; 100 by default")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{9'000}));
    command.add_option("--for", words.at_most, "No request begins later; 5m by default")->type_name("TIME");
    command
        .add_option("--retry-delays", words.retry_delays,
                    "Between Lambda's attempts, here and in the prediction; 1s,2s by default")
        ->type_name("LIST");
    command
        .add_option("--tolerance", words.tolerance,
                    "The relative difference of a duration that does not matter; 0.1 by default")
        ->type_name("SHARE")
        ->check(CLI::Range(0.0, 10.0));
    command
        .add_option("--smtp-port", words.smtp_port,
                    "Where a handler that sends over SMTP finds the emulator; a free port by default")
        ->type_name("N");
    command.add_option("--runs", words.runs, "Of the model, for the prediction; 1000 by default")
        ->type_name("N")
        ->check(CLI::Range(planner::fewest_runs_of_a_prediction, std::uint64_t{1'000'000}));
    command.add_option("--set", words.settings, "KEY=VALUE instead of the scenario's: lambda.timeout=5s")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command.add_option("--seed", words.seed, "Instead of the plan's seed")
        ->type_name("N")
        ->check(whole_number());
    command.add_option("--threads", words.threads, "For the prediction; all cores by default")
        ->type_name("N")
        ->check(CLI::Range(1U, 1024U));
    command.add_flag("--json{-}", words.json,
                     "JSON on standard output instead of the page; --json=PATH: in a file");
    command.add_flag("--quiet", words.quiet, "No page and no progress");
    command.add_flag("--verbose", words.verbose, "The emulator's log, on standard error");
}

} // namespace

void add_verify(CLI::App& app, exit_status& status) {
    auto* command =
        app.add_subcommand("verify", "Run the real handler as planned, and hold it against the prediction");
    const auto words = std::make_shared<verify_words>();
    add_options(*command, *words);
    command->footer("Example:\n  sendlab plan scenario.json --json=plan.json\n"
                    "  sendlab verify plan.json --files 200\n"
                    "Status: 0 the model holds, 1 it does not, 4 undecided.");
    command->callback([words, &status] { status = run(*words); });
}

} // namespace sendlab::cli
