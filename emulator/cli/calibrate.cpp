#include "cli/calibrate.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/input_file.hpp"
#include "cli/output_file.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "planner/measured/calibration.hpp"

namespace sendlab::cli {

namespace {

constexpr std::uintmax_t most_log_bytes = 1024ULL * 1024 * 1024;

struct calibrate_words {
    std::vector<std::string> logs;
    std::string output;
    std::string column;
    bool json = false;
    bool quiet = false;
};

planner::measured_log read_logs(const calibrate_words& words) {
    planner::measured_log log;
    for (const auto& path : words.logs) {
        const auto text = read_input(path, most_log_bytes);
        const auto before = log.unreadable;
        if (const auto added = planner::add_log(log, text, words.column); !added) {
            const auto& [line, what] = added.error();
            throw invalid_input{path + (line == 0 ? ": " : ':' + std::to_string(line) + ":1: ") + what +
                                '\n'};
        }
        if (log.unreadable > before)
            complain(path + ": " + std::to_string(log.unreadable - before) +
                     " lines could not be read, the first is line " + std::to_string(log.first_unreadable));
        log.first_unreadable = 0;
    }
    return log;
}

exit_status run(const calibrate_words& words) {
    refuse_overwriting(words.output, words.logs);
    std::optional<output_file> model;
    const auto calibrated = planner::calibrate(read_logs(words));
    if (!words.output.empty())
        model.emplace(words.output);
    if (words.json)
        print(model_json(calibrated));
    else if (!words.quiet)
        print(calibration_text(calibrated));
    if (model)
        model->finish(model_json(calibrated));
    return exit_status::done;
}

} // namespace

void add_calibrate(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("calibrate", "Make a model that scenarios can use from measurements");
    const auto words = std::make_shared<calibrate_words>();
    command
        ->add_option("LOG", words->logs,
                     "Lambda's logs (a CloudWatch export, aws logs tail), a CSV file of latencies, a journal")
        ->required()
        ->check(CLI::ExistingFile)
        ->type_name("");
    command->add_option("--output,-o", words->output, "The model, in a file")->type_name("PATH");
    command->add_option("--column", words->column, "Of a CSV file: the column that holds the latencies")
        ->type_name("NAME");
    command->add_flag("--json", words->json, "The model on standard output instead of the page");
    command->add_flag("--quiet", words->quiet, "No page");
    command->footer("Example:\n"
                    "  aws logs tail /aws/lambda/LambdaEmailSender --since 1d > lambda.log\n"
                    "  sendlab calibrate lambda.log --output model.json\n"
                    "In a scenario: \"cold_start\": {\"measured\": \"model.json\"}");
    command->callback([words, &status] { status = run(*words); });
}

} // namespace sendlab::cli
