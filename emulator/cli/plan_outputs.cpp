#include "cli/plan_outputs.hpp"

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/command.hpp"
#include "cli/output_file.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "planner/plan_csv.hpp"
#include "planner/plan_json.hpp"
#include "planner/plan_page.hpp"
#include "planner/plan_plots.hpp"
#include "planner/plan_table.hpp"
#include "planner/plan_text.hpp"
#include "planner/plot_svg.hpp"

namespace sendlab::cli {

namespace {

using planner::plan;

/// POSIX: the first of the three that is set and not empty names the character set.
bool locale_is_utf8() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0')
            continue;
        const std::string_view locale{value};
        return locale.ends_with("UTF-8") || locale.ends_with("utf8");
    }
    return false;
}

} // namespace

void make_folder(const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        throw environment_error{folder + ": " + error.message()};
}

std::vector<planner::attempt_durations> durations_worth_showing(const plan& planned,
                                                                const pipeline::settings& scenario,
                                                                const std::atomic<bool>& interrupt) {
    std::vector<planner::attempt_durations> out;
    const auto best = planned.advice.largest_safe ? planned.advice.largest_safe : planned.advice.nearest;
    if (best)
        out.push_back(planner::durations_of_attempts(scenario, *best, &interrupt));
    if (best != planned.own_value)
        out.push_back(planner::durations_of_attempts(scenario, planned.own_value, &interrupt));
    return out;
}

struct plan_outputs::files {
    std::optional<output_file> json, csv, html, markdown;
};

void add_output_options(CLI::App& command, plan_output_words& words) {
    command.add_flag("--json{-}", words.json,
                     "JSON on standard output instead of the page; --json=PATH: in a file");
    command.add_option("--csv", words.csv, "A row a value, in a file")->type_name("PATH");
    command.add_option("--html", words.html, "One page with charts that needs no network, in a file")
        ->type_name("PATH");
    command.add_option("--markdown", words.markdown, "The answer and the table as Markdown, in a file")
        ->type_name("PATH");
    command.add_option("--charts", words.charts, "An SVG file a chart, in a folder")->type_name("DIR");
    command.add_flag("--quiet", words.quiet, "No page and no progress");
}

plan_outputs::plan_outputs(const plan_output_words& words, const std::vector<std::string>& inputs)
    : words_{words}, files_{std::make_unique<files>()} {
    for (const auto* output : {&words.json, &words.csv, &words.html, &words.markdown})
        refuse_overwriting(*output, inputs);
    const auto open = [](const std::string& path, std::optional<output_file>& file) {
        if (!path.empty())
            file.emplace(path);
    };
    if (!words.json_is_the_page())
        open(words.json, files_->json);
    open(words.csv, files_->csv);
    open(words.html, files_->html);
    open(words.markdown, files_->markdown);
    if (!words.charts.empty())
        make_folder(words.charts);
    if (!words.html.empty() && !planner::has_live_charts())
        complain(
            "This build is without uPlot (SENDLAB_WEB): the page's charts are drawings, without values under "
            "the pointer");
}

plan_outputs::~plan_outputs() = default;

void plan_outputs::write(const plan& planned, const pipeline::settings& scenario,
                         const std::atomic<bool>& interrupt) {
    if (words_.json_is_the_page())
        print(plan_json(planned));
    else if (!words_.quiet)
        print(plan_text(planned, locale_is_utf8() ? planner::glyphs::unicode : planner::glyphs::ascii,
                        page_width(stream::out)));
    if (files_->json)
        files_->json->finish(plan_json(planned));
    if (files_->csv)
        files_->csv->finish(plan_csv(planned));
    if (files_->markdown)
        files_->markdown->finish(plan_markdown(planned));
    if (!files_->html && words_.charts.empty())
        return;
    const auto durations = durations_worth_showing(planned, scenario, interrupt);
    if (files_->html)
        files_->html->finish(plan_page(planned, scenario, durations));
    if (!words_.charts.empty()) {
        for (const auto& one : plots_of(planned, durations))
            output_file{words_.charts + '/' + one.name + ".svg"}.finish(
                plot_svg(one, planner::svg_use::file));
    }
}

} // namespace sendlab::cli
