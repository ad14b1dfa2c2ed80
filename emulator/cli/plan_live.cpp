#include "cli/plan_live.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <CLI/CLI.hpp>

#include "cli/handler_trial.hpp"
#include "cli/input_file.hpp"
#include "cli/interrupt.hpp"
#include "cli/output_file.hpp"
#include "cli/plan_work.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "planner/measured/handler_fit.hpp"

namespace sendlab::cli {

namespace {

using planner::handler_measurement;

constexpr std::chrono::minutes most_time{10}; // for the files of one size

/// Files of so many e-mails, one after the other, and nothing that would cut short or repeat an attempt. Those of one
/// e-mail are for new environments.
pipeline::settings trial_of(pipeline::settings scenario, std::uint32_t emails, std::uint64_t files) {
    constexpr std::chrono::milliseconds apart{10};
    auto& application = scenario.application;
    application.emails_per_file = emails;
    application.priority_emails = 0;
    application.header_groups = 1;
    application.emails_per_request = distribution::constant(emails);
    if (application.files)
        application.requests = pipeline::listed_arrivals{{duration::zero()}};
    else
        application.requests = pipeline::fixed_arrivals{apart};
    scenario.length = apart * static_cast<std::int64_t>(files);
    scenario.faults.clear();
    scenario.ses.account.rate = 0;
    scenario.ses.account.daily_quota = 0;
    scenario.ses.errors = scenario.s3.duplicate_events = 0;
    auto& function = scenario.lambda.function;
    function.maximum_retry_attempts = 0;
    function.duplicate_deliveries = 0;
    function.reserved_concurrency.reset();
    if (scenario.lambda.handler.model != pipeline::handler_model::deadline_aware)
        function.timeout = std::max<duration>(function.timeout, std::chrono::minutes{15});
    if (emails == 1)
        function.keep_warm = duration::zero();
    return scenario;
}

handler_measurement measure(const live_words& words, const scenario::scenario& from, bool progress) {
    want_real_handler(from.settings, from.path);
    const auto own = std::max(2U, from.settings.application.emails_per_file);
    handler_measurement out{.handler = handler_text(from.settings)};
    const interrupt_listener interrupt;
    for (const auto emails : std::set<std::uint32_t>{1, std::max(2U, own / 3), own}) {
        const auto seen =
            try_handler(trial_of(from.settings, emails, words.files),
                        {.files = words.files, .at_most = most_time, .parallel = 1, .progress = progress},
                        "EMAILS_PER_FILE=" + std::to_string(emails), interrupt.requested());
        if (interrupt.requested())
            throw environment_error{"interrupted before the handler was measured"};
        for (const auto& invocation : seen.invocations)
            add_attempts(out, *invocation);
    }
    return out;
}

handler_measurement read(const std::string& path) {
    auto measured = planner::read_measurement(read_input(path));
    if (!measured)
        throw invalid_input{path + ": " + measured.error().what + '\n'};
    return *std::move(measured);
}

handler_measurement measured_now_or_before(const live_words& words, const scenario::scenario& from,
                                           bool progress) {
    if (!words.wanted)
        return read(words.measurements);
    std::optional<output_file> file; // opened before the work begins
    if (!words.measurements.empty())
        file.emplace(words.measurements);
    auto measured = measure(words, from, progress);
    if (file)
        file->finish(measurement_json(measured));
    return measured;
}

} // namespace

void add_live_plan_options(CLI::App& command, live_words& words) {
    command.add_flag(
        "--live", words.wanted,
        "Measure the code of the scenario's setup first, on the live emulator, and plan with that");
    command
        .add_option("--live-files", words.files,
                    "So many files of each of three sizes are measured; 10 by default")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{2}, std::uint64_t{3'000}));
    command
        .add_option("--measurements", words.measurements,
                    "With --live: keeps what was measured; without: plans with it again")
        ->type_name("PATH");
}

void use_measurements(const live_words& words, planner::plan_question& question,
                      const plan_output_words& output) {
    if (!words.wanted && words.measurements.empty())
        return;
    if (words.wanted)
        refuse_overwriting(words.measurements, {question.path});
    const auto from = load_scenario(question);
    const auto measured = measured_now_or_before(words, from, !output.quiet);
    const auto fit = planner::fit_handler(measured);
    if (!fit)
        throw usage_error{from.path + ": the handler cannot be modelled: " + fit.error().what};
    const auto settings = fit->settings(from.settings.lambda.handler);
    question.settings.insert(question.settings.end(), settings.begin(), settings.end());
    if (!output.quiet && !output.json_is_the_page())
        print(planner::handler_text(measured, *fit) + "\nThe same again: sendlab plan " +
              shell_word(question.path) + words_of(question.settings) + "\n\n");
}

void tell_of_unmeasured_code(const live_words& words, const planner::plan_question& question,
                             const pipeline::settings& scenario) {
    const auto is_of_handler = [](const std::string& setting) {
        return setting.starts_with("lambda.handler");
    };
    const bool known =
        words.wanted || !words.measurements.empty() || std::ranges::any_of(question.settings, is_of_handler);
    if (!known && !scenario.setup.functions.empty())
        complain("the plan is about lambda.handler, a model, and not about the code in setup; --live "
                 "measures that");
}

} // namespace sendlab::cli
