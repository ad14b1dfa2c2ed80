#include "cli/plan_work.hpp"

#include <algorithm>
#include <chrono>

#include "base/digest.hpp"
#include "cli/input_file.hpp"
#include "cli/progress.hpp"
#include "cli/scenario_files.hpp"
#include "cli/version.hpp"
#include "pipeline/world.hpp"

namespace sendlab::cli {

using planner::plan_question;

namespace {

std::vector<std::uint32_t> values_of(const std::string& words) {
    if (words.empty())
        return {};
    auto values = planner::parse_values(words);
    if (!values)
        throw usage_error{"--emails-per-file: " + values.error().what};
    return *std::move(values);
}

} // namespace

scenario::scenario load_scenario(const plan_question& question) {
    return load_scenarios({question.path}, assignments_of(question.settings, question.seed)).front();
}

planner::plan_request request_of(const plan_question& question, const scenario::scenario& from) {
    if (from.settings.application.mode == pipeline::application_mode::sync)
        throw usage_error{from.path + ": application.mode is \"sync\", which puts nothing in files"};
    planner::plan_request request;
    request.scenario = from.settings;
    request.values = values_of(question.values);
    request.max_timeout_probability = question.max_timeout_probability;
    request.samples = question.samples;
    request.count_only = question.count_only;
    request.drifts = question.drifts;
    return request;
}

std::string fingerprint_of(const plan_question& question, const scenario::scenario& from) {
    digest out;
    out.add(read_input(question.path));
    auto anywhere = question; // the same scenario in another folder is the same question
    anywhere.path.clear();
    out.add(planner::part_json({.version = version, .fingerprint = "", .question = anywhere}));
    auto first_minute = from.settings;
    first_minute.length = std::min<duration>(first_minute.length, std::chrono::minutes{1});
    out.add(pipeline::run(first_minute).digest);
    return out.text();
}

planner::plan answer(const planner::plan_request& request, const plan_question& question,
                     const scenario::scenario& from, const std::atomic<bool>& interrupt,
                     const plan_listeners& listeners) {
    progress_bar bar{from.settings.name, "e-mails", listeners.progress};
    progress now;
    planner::sweep_world world;
    world.run = pipeline::run;
    if (!question.ignore_expectations)
        world.check = [&from](const pipeline::run_result& result) { return broken_by(result, from); };
    world.interrupt = &interrupt;
    world.settled = listeners.settled;
    world.progress = [&](std::uint64_t emails) {
        now.done = emails;
        bar.show(now);
    };
    auto planned = planner::make_plan(request, std::move(world), [&](unsigned done, unsigned most) {
        now.share = done / static_cast<double>(most);
    });
    planned.source = question.path;
    planned.settings = question.settings;
    return planned;
}

std::vector<planner::broken_expectation> broken_by(const pipeline::run_result& result,
                                                   const scenario::scenario& from) {
    std::vector<planner::broken_expectation> broken;
    for (const auto& v : evaluate(from.expectations, result)) {
        if (!v.met)
            broken.push_back({v.metric, v.metric + " is " + v.actual + ", expected " + v.expected});
    }
    return broken;
}

exit_status status_of(const planner::plan& planned) {
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

planner::plan_part load_part(const std::string& path) {
    auto part = planner::read_part(read_input(path));
    if (!part)
        throw invalid_input{path + ": " + part.error().what + '\n'};
    if (part->version != version)
        throw invalid_input{path + ": counted by sendlab " + part->version + ", expected " + version +
                            ": versions may count differently\n"};
    return *std::move(part);
}

void refuse_other_question(const std::string& path, const planner::plan_part& part,
                           const std::string& fingerprint) {
    if (part.fingerprint != fingerprint)
        throw invalid_input{path + ": a part of another plan (fingerprint " + part.fingerprint +
                            ", expected " + fingerprint +
                            "): its scenario, a file that it names, or an option differs\n"};
}

} // namespace sendlab::cli
