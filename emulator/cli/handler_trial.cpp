#include "cli/handler_trial.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <unistd.h>

#include "cli/command.hpp"
#include "cli/progress.hpp"
#include "cli/version.hpp"
#include "net/live/live_functions.hpp"
#include "net/live/log_writer.hpp"

namespace sendlab::cli {

namespace {

using planner::timed_attempt;

double milliseconds(duration d) {
    return static_cast<double>(d.count()) / 1e6;
}

/// Nothing where it failed, or where a call that the model has was not seen.
std::optional<timed_attempt> timed(const api::live::recorded_attempt& attempt, std::uint32_t emails) {
    using kind = api::live::recorded_call::what;
    const auto& report = attempt.report;
    if (!report || report->outcome != lambda::attempt_outcome::succeeded || report->init_inside ||
        emails == 0)
        return std::nullopt;
    timed_attempt out{.emails = emails, .ran = milliseconds(report->ran)};
    if (report->cold)
        out.init = milliseconds(report->init);
    bool fetched = false;
    for (const auto& call : attempt.calls) {
        const planner::timed_call one{std::max(0.0, milliseconds(call.began - attempt.started)),
                                      milliseconds(call.took)};
        if (call.kind == kind::fetch && !std::exchange(fetched, true))
            out.fetch = one;
        if (call.kind == kind::send)
            out.sends.push_back(one);
    }
    std::ranges::sort(out.sends, {}, &planner::timed_call::began);
    return fetched && !out.sends.empty() ? std::optional{std::move(out)} : std::nullopt;
}

} // namespace

void want_real_handler(const pipeline::settings& scenario, const std::string& path) {
    if (scenario.application.mode == pipeline::application_mode::sync)
        throw usage_error{path + ": application.mode is \"sync\", which invokes no function"};
    if (scenario.setup.functions.empty())
        throw usage_error{path +
                          ": has only a model of the handler, and no code. Name yours in the scenario:\n"
                          R"(  "setup": {"functions": [{"code": "FOLDER or ZIP", "runtime": "nodejs20.x", )"
                          R"("handler": "index.handler"}]})"};
}

net::experiment_result try_handler(const pipeline::settings& scenario, const trial_wishes& wishes,
                                   const std::string& label, const std::atomic<bool>& interrupt) {
    net::experiment wanted;
    wanted.config.edge_port = wanted.config.mail_port = 0;
    wanted.config.smtp.port = wishes.smtp_port;
    wanted.config.version = version;
    wanted.config.scenario = scenario;
    wanted.config.parallel_attempts = wishes.parallel;
    if (wishes.verbose)
        wanted.config.log = [log = net::log_writer{STDERR_FILENO}](std::string_view line) mutable {
            log.write(line);
        };
    wanted.at_most = wishes.at_most;
    wanted.interrupt = &interrupt;
    progress_bar bar{label, "files", wishes.progress && !wishes.verbose};
    wanted.progress = [&](std::uint64_t done) {
        bar.show({static_cast<double>(done) / static_cast<double>(std::max<std::uint64_t>(1, wishes.files)),
                  done});
    };
    try {
        return net::run_experiment(std::move(wanted));
    } catch (const net::port_error& error) {
        throw environment_error{error.what()};
    } catch (const net::setup_error& error) {
        throw usage_error{error.what()};
    }
}

void add_attempts(planner::handler_measurement& to, const api::live::recorded_invocation& invocation) {
    for (const auto& attempt : invocation.attempts) {
        if (auto one = timed(attempt, invocation.emails))
            to.attempts.push_back(std::move(*one));
        else
            ++to.left_out;
    }
}

std::string handler_text(const pipeline::settings& scenario) {
    const auto& function = scenario.setup.functions.front();
    return function.runtime + ' ' + function.handler + " of " + function.code;
}

} // namespace sendlab::cli
