#include "cli/plan_ci.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>

#include "cli/input_file.hpp"
#include "cli/plan_work.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "planner/advice_text.hpp"
#include "planner/figure_text.hpp"
#include "planner/plan_table.hpp"
#include "report/junit_report.hpp"

namespace sendlab::cli {

namespace {

using planner::plan;

exit_status status_of_own_value(const plan& planned) {
    const auto* own = planned.find(planned.own_value);
    if (own == nullptr)
        return status_of(planned); // --emails-per-file left it out
    if (own->judged.is_safe())
        return exit_status::done;
    return own->judged.is_open() ? exit_status::undecided : exit_status::expectation_failed;
}

std::string target_text(const plan& planned) {
    return "at most " + planner::probability_text(planned.max_timeout_probability) + " of files time out";
}

/// What there is to say, in each form.
struct plan_verdict {
    std::string source;  // the scenario file
    std::string command; // that gives the same plan again
    std::string baseline{};
    std::vector<std::string> worse{}; // than the baseline

    [[nodiscard]] std::vector<report::annotation> annotations(const plan& planned) const;
    [[nodiscard]] std::string markdown(const plan& planned) const;
    [[nodiscard]] std::string junit(const plan& planned) const;
    /// For people: what got worse, or that nothing did; empty without a baseline.
    [[nodiscard]] std::string text() const;
};

std::vector<report::annotation> plan_verdict::annotations(const plan& planned) const {
    using level = report::annotation::level;
    std::vector<report::annotation> out;
    const auto add = [&](level how, std::string text) {
        out.push_back({.how = how, .file = source, .title = planned.name, .text = std::move(text)});
    };
    const auto own = status_of_own_value(planned);
    if (own != exit_status::done)
        add(own == exit_status::undecided ? level::warning : level::error,
            "EMAILS_PER_FILE=" + std::to_string(planned.own_value) +
                (own == exit_status::undecided ? " is undecided. " : " is not safe. ") +
                advice_text(planned));
    for (const auto& one : worse)
        add(level::error, "worse than in " + baseline + ": " + one);
    return out;
}

std::string plan_verdict::markdown(const plan& planned) const {
    auto out = '#' + plan_markdown(planned); // one level below a job's title
    for (const auto& one : worse)
        out += "\n- **worse** than in " + baseline + ": " + one;
    return worse.empty() ? out : out + '\n';
}

std::string plan_verdict::junit(const plan& planned) const {
    report::junit_suite suite{planned.name, command};
    for (const auto& value : planned.values) {
        if (value.counts.emails_per_file != planned.own_value)
            continue;
        const auto name = "EMAILS_PER_FILE=" + std::to_string(planned.own_value);
        const auto& p = value.timeout_probability;
        suite.add(name + ": " + target_text(planned), value.judged.target == planner::verdict::kept,
                  planner::probability_text(p.value()) + " do, 95 % interval " +
                      planner::bounds_text(p.bounds));
        for (const auto& broken : value.counts.broken)
            suite.add(name + ": " + broken.metric, !value.counts.breaks(broken), broken.what);
    }
    suite.add("there is a safe value", planned.advice.what == planner::outcome::found, advice_text(planned));
    if (!baseline.empty()) {
        std::string all;
        for (const auto& one : worse)
            all += (all.empty() ? "" : "\n") + one;
        suite.add("no worse than before", worse.empty(), all);
    }
    return report::junit_document({&suite, 1});
}

std::string plan_verdict::text() const {
    if (baseline.empty())
        return {};
    std::string out = "\nBaseline\n";
    for (const auto& one : worse)
        out += "WORSE  " + one + '\n';
    return worse.empty()
               ? out + "Nothing is worse than in " + baseline + ", beyond what intervals leave open.\n"
               : out;
}

planner::earlier_plan read_earlier(const std::string& path) {
    auto before = planner::read_earlier_plan(read_input(path));
    if (!before)
        throw invalid_input{path + ": " + before.error().what + '\n'};
    return *std::move(before);
}

} // namespace

void add_plan_ci_options(CLI::App& command, plan_ci_words& words) {
    command.add_option("--junit", words.junit, "JUnit XML in a file")->type_name("PATH");
    add_ci_options(
        command, words.ci,
        "Status 0 only if the scenario's own value is safe; annotations and the summary of a GitHub job");
}

plan_ci::plan_ci(const plan_ci_words& words, const planner::plan_question& question,
                 const plan_output_words& output)
    : words_{words}, question_{question}, output_{output} {
    for (const auto* result : {&words.junit, &output.json, &output.csv, &output.html, &output.markdown})
        refuse_overwriting(*result, {question.path, words.ci.baseline});
    if (!words.ci.baseline.empty())
        before_ = read_earlier(words.ci.baseline);
    if (!words.junit.empty())
        junit_.emplace(words.junit);
}

exit_status plan_ci::tell(const plan& planned, const planner::plan_request& request,
                          const scenario::scenario& from, const std::atomic<bool>& interrupt) {
    plan_verdict verdict{question_.path,
                         "sendlab plan " + shell_word(question_.path) + words_of(question_.settings),
                         words_.ci.baseline};
    if (before_)
        verdict.worse = worse_than_before(planned, request, from, interrupt);
    if (!output_.json_is_the_page() && !output_.quiet)
        print(verdict.text());
    if (junit_)
        junit_->finish(verdict.junit(planned));
    if (words_.ci.annotate) {
        annotate(verdict.annotations(planned));
        add_to_job_summary(verdict.markdown(planned));
    }
    if (!verdict.worse.empty())
        return exit_status::expectation_failed;
    return words_.ci.annotate ? status_of_own_value(planned) : status_of(planned);
}

std::vector<std::string> plan_ci::worse_than_before(const plan& planned, planner::plan_request request,
                                                    const scenario::scenario& from,
                                                    const std::atomic<bool>& interrupt) const {
    auto worse = worse_than(*before_, planned);
    if (!before_->largest_safe || planned.find(*before_->largest_safe) || interrupt)
        return worse;
    request.values = {*before_->largest_safe};
    auto other = answer(request, question_, from, interrupt, {.progress = !output_.quiet, .settled = {}});
    std::erase_if(other.values, [&](const auto& v) { return v.counts.emails_per_file == planned.own_value; });
    for (auto& one : worse_than(*before_, other))
        worse.push_back(std::move(one));
    return worse;
}

} // namespace sendlab::cli
