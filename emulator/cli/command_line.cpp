#include "cli/command_line.hpp"

#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/calibrate.hpp"
#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/exec.hpp"
#include "cli/manual.hpp"
#include "cli/merge.hpp"
#include "cli/open.hpp"
#include "cli/plan.hpp"
#include "cli/run.hpp"
#include "cli/schema.hpp"
#include "cli/serve.hpp"
#include "cli/terminal.hpp"
#include "cli/usage.hpp"
#include "cli/verify.hpp"
#include "cli/version.hpp"

namespace sendlab::cli {

namespace {

/// CLI11's help without its marks for defaults, checks and requirements: "--json", "--threads N".
class help_formatter : public CLI::Formatter {
    std::string make_option_name(const CLI::Option* option, bool positional) const override {
        const auto name = CLI::Formatter::make_option_name(option, positional);
        return name.substr(0, name.find('{'));
    }
    std::string make_option_opts(const CLI::Option* option) const override {
        const auto type = option->get_type_name();
        return type.empty() ? "" : ' ' + type.substr(0, type.find(':'));
    }
};

/// Help and version are results; everything else that ends the parsing is bad usage.
exit_status tell(const CLI::App& app, const CLI::ParseError& ending) {
    std::ostringstream result;
    std::ostringstream complaint;
    const bool good = app.exit(ending, result, complaint) == 0;
    print(result.str());
    if (!good)
        write_error("sendlab: " + complaint.str());
    return good ? exit_status::done : exit_status::bad_usage;
}

exit_status fail(exit_status status, const std::exception& error) {
    complain(error.what());
    return status;
}

/// Where the words for `sendlab` itself end: of `exec`, at the first "--".
const char* const* end_of_own_words(int argc, const char* const* argv) {
    const auto end = argv + argc;
    const bool exec = argc > 1 && argv[1] == std::string_view{"exec"};
    return exec ? std::find(argv, end, std::string_view{"--"}) : end;
}

exit_status carry_out(int argc, const char* const* argv) {
    const auto own_end = end_of_own_words(argc, argv);
    const auto end = argv + argc;
    CLI::App app{"Sendlab finds out how many e-mails you may put in a file.", "sendlab"};
    app.set_version_flag("--version", version_text, "The version, and how it was built");
    app.require_subcommand(1);
    app.failure_message(usage_message);
    app.formatter(std::make_shared<help_formatter>());
    auto status = exit_status::done;
    add_run(app, status);
    add_plan(app, status);
    add_verify(app, status);
    add_merge(app, status);
    add_calibrate(app, status);
    add_open(app, status);
    add_serve(app, status);
    add_exec(app, status, {own_end == end ? end : own_end + 1, end});
    add_schema(app, status);
    add_manual(app, status);
    add_completion(app, status);
    try {
        app.parse(static_cast<int>(own_end - argv), argv);
        return status;
    } catch (const CLI::ParseError& ending) {
        return tell(app, ending);
    } catch (const invalid_input& error) {
        write_error(error.what());
        return exit_status::bad_usage;
    } catch (const usage_error& error) {
        return fail(exit_status::bad_usage, error);
    }
}

} // namespace

exit_status run_command_line(int argc, const char* const* argv) {
    try {
        return carry_out(argc, argv);
    } catch (const std::exception& error) {
        return fail(exit_status::environment, error);
    }
}

} // namespace sendlab::cli
