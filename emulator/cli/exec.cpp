#include "cli/exec.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include <CLI/CLI.hpp>

#include "cli/live_options.hpp"
#include "cli/terminal.hpp"
#include "net/live/client_variables.hpp"
#include "net/live/live_functions.hpp"
#include "net/live/live_run.hpp"
#include "net/live/log_writer.hpp"
#include "net/storage/storage_error.hpp"

namespace sendlab::cli {

namespace {

struct exec_request {
    live_options live;
    std::vector<std::string> command;
    bool verbose = false;
};

/// "25 s3.PutObject, 625 ses.SendEmail (3 failed); 622 messages accepted"
std::string line_of(const net::live_summary& summary) {
    std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> actions; // how many, and how many failed
    for (const auto& [call, count] : summary.calls) {
        auto& [all, failed] = actions[call.first];
        all += count;
        failed += call.second >= 400 ? count : 0;
    }
    std::string line;
    for (const auto& [action, counts] : actions) {
        line += (line.empty() ? "" : ", ") + std::to_string(counts.first) + ' ' + action;
        if (counts.second > 0)
            line += " (" + std::to_string(counts.second) + " failed)";
    }
    return (line.empty() ? "no call came" : line) + "; " + std::to_string(summary.messages) +
           (summary.messages == 1 ? " message" : " messages") + " accepted";
}

exit_status exec(const exec_request& request) {
    auto config = config_of(request.live);
    config.edge_port = config.mail_port = config.smtp.port = 0;
    config.smtp.tls_port = 0;
    const bool as_ses = config.smtp.as_ses;
    if (request.verbose)
        config.log = [log = net::log_writer{STDERR_FILENO}](std::string_view line) mutable {
            log.write(line);
        };
    try {
        const auto result = net::run_command(std::move(config),
                                             {request.command, [as_ses](const net::live_emulator& emulator) {
                                                  return net::client_variables(emulator, as_ses);
                                              }});
        if (!result.problem.empty())
            complain(result.problem);
        complain(line_of(result.summary));
        return static_cast<exit_status>(result.status);
    } catch (const net::port_error& error) {
        throw environment_error{error.what()};
    } catch (const net::storage_error& error) {
        throw environment_error{"--data-dir " + std::string{error.what()}};
    } catch (const net::setup_error& error) {
        throw usage_error{error.what()};
    }
}

} // namespace

void add_exec(CLI::App& app, exit_status& status, std::vector<std::string> command_words) {
    auto* command =
        app.add_subcommand("exec", "Run a command, behind --, with the emulator beside it, on free ports");
    const auto request = std::make_shared<exec_request>();
    request->command = std::move(command_words);
    add_live_options(*command, request->live);
    command->add_flag("--verbose", request->verbose, "A line for each call, on standard error");
    command->footer("Example:\n  sendlab exec -- npm test\n"
                    "  sendlab exec scenarios/article-trap.json -- ./deploy.sh --region us-east-1");
    command->callback([request, &status] {
        if (request->command.empty())
            throw usage_error{"exec wants a command: sendlab exec [FILE] -- COMMAND..."};
        status = exec(*request);
    });
}

} // namespace sendlab::cli
