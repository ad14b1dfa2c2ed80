#include "cli/serve.hpp"

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/json_value.hpp"
#include "cli/live_options.hpp"
#include "cli/output_file.hpp"
#include "cli/terminal.hpp"
#include "net/live/live_functions.hpp"
#include "net/live/live_run.hpp"
#include "net/live/live_smtp.hpp"
#include "net/live/log_writer.hpp"
#include "net/storage/storage_error.hpp"

namespace sendlab::cli {

namespace {

struct serve_request {
    live_options live;
    std::uint16_t edge_port = 4566;
    std::uint16_t mail_port = 8025;
    std::uint16_t smtp_port = 1025;
    std::optional<std::uint16_t> smtps_port;
    bool json = false;
    bool until_eof = false;
    std::string ready_file;
};

std::string facts_json(const net::live_emulator& emulator, bool as_ses) {
    const auto& facts = emulator.facts();
    nlohmann::ordered_json document{{"AWS_ENDPOINT_URL", emulator.endpoint()},
                                    {"ports", facts.ports},
                                    {"region", facts.region},
                                    {"account", facts.account_id},
                                    {"ca", facts.authority},
                                    {"pid", ::getpid()}};
    if (as_ses)
        document["smtp_password"] = net::smtp_password_in(facts.region);
    return json_text(document) + '\n';
}

std::string facts_text(const net::live_emulator& emulator) {
    return "AWS_ENDPOINT_URL=" + emulator.endpoint() + "\nReady.\n";
}

/// Complete when it is there, and gone when the emulator is.
class ready_file {
public:
    ready_file() = default;
    ready_file(const ready_file&) = delete;
    ready_file& operator=(const ready_file&) = delete;
    ~ready_file() {
        if (!path_.empty())
            std::remove(path_.c_str());
    }

    void write(const std::string& path, const std::string& text) {
        const auto unfinished = path + ".new";
        output_file{unfinished}.finish(text);
        if (std::rename(unfinished.c_str(), path.c_str()) != 0)
            throw environment_error{"cannot write " + path};
        path_ = path;
    }

private:
    std::string path_;
};

void warn_about(const std::string& host) {
    if (!host.starts_with("127.") && host != "localhost" && host != "::1")
        complain("warning: " + host + " lets other machines in; the emulator checks nobody's password");
}

exit_status serve(const serve_request& request) {
    auto config = config_of(request.live);
    config.edge_port = request.edge_port;
    config.mail_port = request.mail_port;
    config.smtp.port = request.smtp_port;
    config.smtp.tls_port = request.smtps_port;
    config.log = [log = net::log_writer{STDERR_FILENO}](std::string_view line) mutable { log.write(line); };
    warn_about(config.host);
    ready_file ready;
    try {
        const auto until = request.until_eof ? net::serve_until::end_of_input : net::serve_until::signal;
        net::serve(std::move(config), until, [&](const net::live_emulator& emulator) {
            const auto json = facts_json(emulator, request.live.mail.smtp.as_ses);
            if (!request.ready_file.empty())
                ready.write(request.ready_file, json);
            print(request.json ? json : facts_text(emulator));
        });
    } catch (const net::port_error& error) {
        const std::string others = "; --port, --mail-port and --smtp-port choose others, 0 a free one";
        throw environment_error{error.what() + (error.taken ? others : "")};
    } catch (const net::storage_error& error) {
        throw environment_error{"--data-dir " + std::string{error.what()}};
    } catch (const net::setup_error& error) {
        throw usage_error{error.what()};
    }
    return exit_status::done;
}

} // namespace

void add_serve(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("serve", "Run the emulator on its ports, for SDKs and real handlers");
    const auto request = std::make_shared<serve_request>();
    add_live_options(*command, request->live);
    const auto add_port = [&](const char* name, auto& into, const char* help) {
        command->add_option(name, into, help)->type_name("N")->check(CLI::Range(0, 65'535));
    };
    add_port("--port", request->edge_port, "Of S3, Lambda and SES; 4566 by default, 0: a free one");
    add_port("--mail-port", request->mail_port, "Of the page and the inspection API; 8025 by default");
    add_port("--smtp-port", request->smtp_port, "Of SMTP; 1025 by default");
    add_port("--smtps-port", request->smtps_port, "Of SMTP over TLS from the start; none by default");
    command->add_flag("--json", request->json, "The ports as a line of JSON on standard output");
    command->add_option("--ready-file", request->ready_file, "The same line in a file, once all is ready")
        ->type_name("PATH");
    command->add_flag("--until-eof", request->until_eof,
                      "Ends when standard input does: for a program that starts it");
    command->footer("Example:\n  sendlab serve scenarios/real-handler.json --retry-delays 1s,2s\n"
                    "  aws --endpoint-url http://127.0.0.1:4566 s3 ls");
    command->callback([request, &status] { status = serve(*request); });
}

} // namespace sendlab::cli
