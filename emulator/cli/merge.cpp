#include "cli/merge.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/number_text.hpp"
#include "cli/interrupt.hpp"
#include "cli/plan_outputs.hpp"
#include "cli/plan_work.hpp"

namespace sendlab::cli {

namespace {

struct merge_words {
    std::vector<std::string> parts;
    std::string scenario; // where it is now; empty: where it was
    plan_output_words output;
};

/// Every value once, whichever part it comes from: parts of one question agree.
std::vector<planner::value_result> merged(const merge_words& words, const std::string& fingerprint) {
    std::map<std::uint32_t, planner::value_result> by_value;
    for (const auto& path : words.parts) {
        auto part = load_part(path);
        refuse_other_question(path, part, fingerprint);
        for (auto& one : part.results)
            by_value.insert_or_assign(one.emails_per_file, std::move(one));
    }
    std::vector<planner::value_result> out;
    for (auto& [value, one] : by_value)
        out.push_back(std::move(one));
    return out;
}

void refuse_gaps(const planner::plan_request& request) {
    std::string missing;
    std::size_t count = 0;
    for (const auto value : request.values) {
        if (std::ranges::find(request.settled, value, &planner::value_result::emails_per_file) !=
            request.settled.end())
            continue;
        if (++count <= 10)
            missing += (missing.empty() ? "" : ", ") + std::to_string(value);
    }
    if (count > 0)
        throw invalid_input{"a part is missing: no counts of " + count_text(count, "value") + ", " + missing +
                            (count > 10 ? ", ..." : "") + '\n'};
}

exit_status run(const merge_words& words) {
    auto question = load_part(words.parts.front()).question;
    if (!words.scenario.empty())
        question.path = words.scenario;
    const auto scenario = load_scenario(question);
    auto request = request_of(question, scenario);
    request.settled = merged(words, fingerprint_of(question, scenario));
    refuse_gaps(request);

    auto inputs = words.parts;
    inputs.push_back(question.path);
    plan_outputs outputs{words.output, inputs};
    const interrupt_listener interrupt;
    const auto planned = answer(request, question, scenario, interrupt.requested(), {.progress = false});
    outputs.write(planned, scenario.settings, interrupt.requested());
    return interrupt.status(status_of(planned));
}

} // namespace

void add_merge(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("merge", "Join the parts of a plan that several processes counted");
    const auto words = std::make_shared<merge_words>();
    command
        ->add_option("PART", words->parts,
                     "Files of sendlab plan --part, or of --resume; in any order, some twice")
        ->required()
        ->check(CLI::ExistingFile)
        ->type_name("");
    command
        ->add_option("--scenario", words->scenario,
                     "The scenario's file, where it is not where the parts found it")
        ->check(CLI::ExistingFile)
        ->type_name("FILE");
    add_output_options(*command, words->output);
    command->footer("Example:\n"
                    "  for i in 1 2 3; do\n"
                    "    sendlab plan x.json --emails-per-file 1..60 --shard $i/3 --part part-$i.json\n"
                    "  done\n"
                    "  sendlab merge part-*.json --html plan.html\n"
                    "Status: as of sendlab plan.");
    command->callback([words, &status] { status = run(*words); });
}

} // namespace sendlab::cli
