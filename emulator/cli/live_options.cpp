#include "cli/live_options.hpp"

#include <CLI/CLI.hpp>

#include "base/units.hpp"
#include "cli/live_plan.hpp"
#include "cli/scenario_files.hpp"
#include "cli/usage.hpp"
#include "cli/version.hpp"
#include "pipeline/article_defaults.hpp"
#include "report/json_report.hpp"
#include "scenario/expectation.hpp"

namespace sendlab::cli {

namespace {

/// As in a scenario file; the first thing that is wrong, if anything is.
result<std::vector<faults::fault_settings>, std::string> read_faults(std::string_view text) {
    auto read = scenario::parse(text, "faults");
    if (!read)
        return to_string(read.error().front());
    return std::move(read->settings.faults);
}

scenario::scenario scenario_of(const live_options& options) {
    const auto assignments = assignments_of({}, options.seed);
    if (!options.file.empty())
        return load_scenarios({options.file}, assignments).front();
    auto defaults = scenario::parse("{}", "sendlab", ".", assignments);
    if (!defaults)
        throw usage_error{"--seed: " + defaults.error().front().what};
    pipeline::remove_latencies(defaults->settings);
    return std::move(*defaults);
}

std::string report_of(const scenario::scenario& from, const pipeline::run_result& result) {
    report::run_report out;
    for (const auto& v : evaluate(from.expectations, result))
        out.expectations.push_back({v.metric, v.expected, v.actual, v.met});
    out.source = from.path;
    out.result = result;
    return report::live_json_report(out, version);
}

} // namespace

std::vector<latency> delays_of(const std::string& list) {
    std::vector<latency> delays;
    for (std::size_t at = 0; at <= list.size();) {
        const auto end = std::min(list.find(',', at), list.size());
        const auto word = list.substr(at, end - at);
        const auto delay = parse_duration(word);
        if (!delay)
            throw usage_error{"--retry-delays: '" + word + "' is not " + std::string{delay.error().expected}};
        delays.emplace_back(*delay);
        at = end + 1;
    }
    return delays;
}

void add_live_options(CLI::App& command, live_options& options) {
    command.add_option("FILE", options.file, "A scenario: its S3, Lambda and SES, live")->type_name("");
    command.add_option("--host", options.host, "Address to listen on; 127.0.0.1 by default")
        ->type_name("ADDRESS");
    command
        .add_option("--retry-delays", options.retry_delays,
                    "Between Lambda's attempts instead of 1m,2m: 1s,2s")
        ->type_name("LIST");
    command
        .add_option("--allow-host", options.hosts,
                    "A name by which browsers may call the emulator, besides localhost and addresses")
        ->type_name("NAME")
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all();
    command.add_flag("--verify-signatures", options.verify_signatures, "Check the signatures of requests");
    command
        .add_option(
            "--data-dir", options.data_dir,
            "Keep objects, functions, mail and pending events in this folder, across restarts and kill -9")
        ->type_name("DIR");
    command
        .add_option("--keep-invocations", options.keep_invocations,
                    "Invocations that can be asked about: the oldest go. 10000 by default")
        ->type_name("N")
        ->check(whole_number());
    command.add_option("--seed", options.seed, "Of all that is left to chance")
        ->type_name("N")
        ->check(whole_number());
    add_mail_options(command, options.mail);
}

net::live_config config_of(const live_options& options) {
    net::live_config config;
    config.host = options.host;
    config.hosts = options.hosts;
    config.verify_signatures = options.verify_signatures;
    config.keep_invocations = options.keep_invocations;
    config.version = version;
    config.data_dir = options.data_dir;
    auto from = scenario_of(options);
    config.scenario = from.settings;
    for (auto& fault : faults_of(options.mail))
        config.scenario.faults.push_back(std::move(fault));
    if (!options.file.empty())
        config.plan = plan_maker_of(from);
    config.write_report = [from = std::move(from)](const pipeline::run_result& result) {
        return report_of(from, result);
    };
    config.from_file = !options.file.empty();
    config.read_faults = read_faults;
    config.smtp = smtp_config_of(options.mail);
    config.mailbox = mailbox_config_of(options.mail);
    if (!options.retry_delays.empty())
        config.scenario.lambda.function.retry_delays = delays_of(options.retry_delays);
    return config;
}

} // namespace sendlab::cli
