#include "cli/run.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/ci_output.hpp"
#include "cli/interrupt.hpp"
#include "cli/output_file.hpp"
#include "cli/progress.hpp"
#include "cli/recording.hpp"
#include "cli/run_baseline.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "cli/usage.hpp"
#include "cli/version.hpp"
#include "pipeline/world.hpp"
#include "planner/for_each_index.hpp"
#include "report/brief_report.hpp"
#include "report/json_report.hpp"
#include "report/junit_report.hpp"
#include "report/text_report.hpp"
#include "report/timeline_page.hpp"
#include "web/page_files.hpp"

namespace sendlab::cli {

namespace {

using report::run_report;

constexpr const char* to_standard_output = "-";

struct run_request {
    std::vector<std::string> paths;
    std::vector<std::string> settings; // KEY=VALUE
    std::optional<std::uint64_t> seed;
    std::string json; // a path, or to_standard_output
    std::string junit;
    std::string journal;
    std::string trace;
    std::string html;
    ci_words ci;
    unsigned threads = planner::core_count();
    bool quiet = false;

    /// One FILE is told in full, a folder or several files in a line each.
    [[nodiscard]] bool single(std::size_t scenarios) const {
        return scenarios == 1 && paths.size() == 1 && !std::filesystem::is_directory(paths.front());
    }
};

void check(const run_request& request, const std::vector<std::string>& files) {
    auto inputs = files;
    if (!request.ci.baseline.empty())
        inputs.push_back(request.ci.baseline);
    for (const auto* output :
         {&request.json, &request.junit, &request.journal, &request.trace, &request.html})
        refuse_overwriting(*output, inputs);
    const bool recorded = !(request.journal.empty() && request.trace.empty() && request.html.empty());
    if (files.size() > 1 && recorded)
        throw usage_error{"--journal, --trace and --html want a single scenario, not " +
                          std::to_string(files.size())};
}

std::string command_of(const run_request& request, const scenario::scenario& from) {
    return "sendlab run " + shell_word(from.path) + words_of(request.settings) + " --seed " +
           std::to_string(from.settings.seed);
}

run_report judged(const run_request& request, const scenario::scenario& from, pipeline::run_result result) {
    run_report out;
    for (const auto& v : evaluate(from.expectations, result))
        out.expectations.push_back({v.metric, v.expected, v.actual, v.met, v.line});
    out.source = from.path;
    out.command = command_of(request, from);
    out.result = std::move(result);
    return out;
}

/// The HTML page of a run, where one is asked for: opened before the run, written after it.
class timeline_file {
public:
    timeline_file(const std::string& path, const report::run_description& run) {
        if (path.empty())
            return;
        if (embedded::page_files().empty())
            throw usage_error{"--html: this sendlab was built without its page (SENDLAB_WEB=OFF)"};
        file_.emplace(path);
        recorder_.emplace(run);
    }

    [[nodiscard]] pipeline::journal_sink* listener() { return recorder_ ? &*recorder_ : nullptr; }

    void write() {
        if (recorder_)
            file_->finish(report::timeline_page(*recorder_).value());
    }

private:
    std::optional<output_file> file_;
    std::optional<report::timeline_recorder> recorder_;
};

std::vector<run_report> run_one(const run_request& request, const scenario::scenario& from,
                                const std::atomic<bool>& interrupt) {
    const auto about = report::described(from.settings, command_of(request, from));
    recording record{request.journal, request.trace, about};
    timeline_file timeline{request.html, about};
    if (auto* listener = timeline.listener())
        record.add(*listener);
    progress_bar bar{from.settings.name, "e-mails", !request.quiet};
    pipeline::run_options options;
    options.journal = record.sink();
    options.interrupt = &interrupt;
    options.progress = [&](std::uint64_t accepted, duration passed) {
        const auto length = std::max<std::int64_t>(1, from.settings.length.count());
        bar.show({static_cast<double>(passed.count()) / static_cast<double>(length), accepted});
    };
    auto result = pipeline::run(from.settings, options);
    record.close();
    timeline.write();
    return {judged(request, from, std::move(result))};
}

std::vector<run_report> run_many(const run_request& request, const std::vector<scenario::scenario>& scenarios,
                                 const std::atomic<bool>& interrupt) {
    std::vector<run_report> reports(scenarios.size());
    std::atomic<std::size_t> done = 0;
    progress_bar bar{"scenarios", "scenarios", !request.quiet};
    planner::for_each_index(scenarios.size(), request.threads, [&](std::size_t i) {
        pipeline::run_options options;
        options.interrupt = &interrupt;
        reports[i] = judged(request, scenarios[i], pipeline::run(scenarios[i].settings, options));
        const auto n = ++done;
        bar.show({static_cast<double>(n) / static_cast<double>(scenarios.size()), n});
    });
    return reports;
}

std::string page_of(const std::vector<run_report>& reports, bool single) {
    const auto style = wants_colour(stream::out) ? report::text_style::colour : report::text_style::plain;
    if (single)
        return text_report(reports.front(), style, page_width(stream::out));
    std::string page;
    for (const auto& run : reports)
        page += brief_report(run, style);
    return page + tally(reports, style);
}

/// Files that are written once the runs are over, opened before they begin.
struct result_files {
    std::optional<output_file> json;
    std::optional<output_file> junit;

    explicit result_files(const run_request& request) {
        if (!request.json.empty() && request.json != to_standard_output)
            json.emplace(request.json);
        if (!request.junit.empty())
            junit.emplace(request.junit);
    }
};

void tell(const run_request& request, const std::vector<run_report>& reports, result_files& files,
          bool single) {
    const auto json = [&] {
        return single ? json_report(reports.front(), version) : json_report(reports, version);
    };
    if (request.json == to_standard_output)
        print(json());
    else if (!request.quiet)
        print(page_of(reports, single));
    if (files.json)
        files.json->finish(json());
    if (files.junit)
        files.junit->finish(junit_report(reports));
}

/// For CI: what is not as it should be, beside the lines of the scenarios and in the summary of the job.
void tell_ci(const std::vector<run_report>& reports) {
    for (const auto& one : reports)
        annotate(annotations_of(one));
    add_to_job_summary(run_markdown(reports));
}

exit_status run(const run_request& request) {
    const auto files = scenario_files(request.paths);
    check(request, files);
    std::optional<run_baseline> baseline;
    if (!request.ci.baseline.empty())
        baseline.emplace(request.ci.baseline);
    const auto scenarios = load_scenarios(files, assignments_of(request.settings, request.seed));
    result_files outputs{request};
    const interrupt_listener interrupt;
    auto reports = scenarios.size() == 1 ? run_one(request, scenarios.front(), interrupt.requested())
                                         : run_many(request, scenarios, interrupt.requested());
    for (std::size_t i = 0; baseline && i < reports.size(); ++i)
        baseline->judge(reports[i], scenarios[i], request.threads, interrupt.requested());
    tell(request, reports, outputs, request.single(scenarios.size()));
    if (request.ci.annotate)
        tell_ci(reports);
    const bool good = std::ranges::all_of(reports, &run_report::as_expected);
    return interrupt.status(good ? exit_status::done : exit_status::expectation_failed);
}

} // namespace

void add_run(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("run", "Run scenarios through the whole pipeline, in virtual time");
    const auto request = std::make_shared<run_request>();
    command->add_option("FILE", request->paths, "Scenario files, or folders of them")
        ->required()
        ->type_name("");
    command->add_flag("--json{-}", request->json,
                      "JSON on standard output instead of the page; --json=PATH: in a file");
    command->add_option("--junit", request->junit, "JUnit XML in a file")->type_name("PATH");
    command->add_option("--journal", request->journal, "Everything that happened, a line of JSON each")
        ->type_name("PATH");
    command->add_option("--trace", request->trace, "The same as a picture in time, for ui.perfetto.dev")
        ->type_name("PATH");
    command->add_option("--html", request->html, "The same as a page: every attempt on a time axis")
        ->type_name("PATH");
    command->add_option("--seed", request->seed, "Instead of the scenario's seed")
        ->type_name("N")
        ->check(whole_number());
    command->add_option("--set", request->settings, "KEY=VALUE instead of the scenario's: lambda.timeout=5s")
        ->type_name("KEY=VALUE")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command->add_option("--threads", request->threads, "For several scenarios; all cores by default")
        ->type_name("N")
        ->check(CLI::Range(1U, 1024U));
    command->add_flag("--quiet", request->quiet, "No page and no progress");
    add_ci_options(*command, request->ci,
                   "Annotations beside the lines of scenarios, and the summary of a GitHub job");
    command->footer("Example:\n  sendlab run scenarios/article-trap.json --set lambda.timeout=5s\n"
                    "  sendlab run scenarios/ --junit results.xml");
    command->callback([request, &status] { status = annotated(request->ci, [&] { return run(*request); }); });
}

} // namespace sendlab::cli
