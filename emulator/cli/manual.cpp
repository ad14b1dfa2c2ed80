#include "cli/manual.hpp"

#include <memory>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/output_file.hpp"
#include "cli/terminal.hpp"
#include "cli/version.hpp"

namespace sendlab::cli {

namespace {

constexpr std::string_view statuses = R"(.TP
0
done, and as expected
.TP
1
an expectation was not met; for
.BR plan ,
no value is safe
.TP
2
bad usage, or an invalid file
.TP
3
the environment failed
.TP
4
undecided: the data cannot support an answer
.TP
130, 143
ended by SIGINT or SIGTERM
)";

/// Nothing in it is a request or an escape of roff; a hyphen is one that can be copied into a shell.
std::string roff(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n'))
            (out += "\\&") += c;
        else
            out += c;
    }
    return out;
}

std::string bold(std::string_view text) {
    return "\\fB" + roff(text) + "\\fR";
}

std::string italic(std::string_view text) {
    return "\\fI" + roff(text) + "\\fR";
}

/// "\fB\-\-seed\fR \fIN\fR", "\fIFILE\fR..."
std::string term_of(const CLI::Option& option) {
    if (option.get_positional())
        return italic(option.get_name(true));
    std::string out;
    for (const auto& name : option.get_snames())
        out += (out.empty() ? "" : ", ") + bold('-' + name);
    for (const auto& name : option.get_lnames())
        out += (out.empty() ? "" : ", ") + bold("--" + name);
    const auto type = option.get_type_name();
    const bool takes_value = option.get_items_expected_max() > 0 && !type.empty();
    return takes_value ? out + ' ' + italic(type.substr(0, type.find(':'))) : out;
}

std::string options_of(const CLI::App& command, bool positional) {
    std::string out;
    for (const auto* option : command.get_options())
        if (option->get_positional() == positional && !option->get_group().empty())
            out += ".TP\n" + term_of(*option) + '\n' + roff(option->get_description()) + '\n';
    return out;
}

std::string name_of(const CLI::App& command) {
    const auto* parent = command.get_parent();
    return parent ? parent->get_name() + '-' + command.get_name() : command.get_name();
}

std::string synopsis_of(const CLI::App& command) {
    const auto* parent = command.get_parent();
    if (!parent)
        return bold(command.get_name()) + ' ' + italic("COMMAND") + " [" + italic("OPTION") + "]...\n";
    auto out = bold(parent->get_name() + ' ' + command.get_name()) + " [" + italic("OPTION") + "]...";
    for (const auto* option : command.get_options())
        if (option->get_positional())
            out += option->get_required() ? ' ' + italic(option->get_name(true))
                                          : " [" + italic(option->get_name(true)) + ']';
    return out + (command.get_name() == "exec" ? " -- " + italic("COMMAND") + "...\n" : "\n");
}

std::string commands_of(const CLI::App& program) {
    std::string out = ".SH COMMANDS\n";
    for (const auto* command : program.get_subcommands({}))
        out += ".TP\n" + bold(command->get_name()) + '\n' + roff(command->get_description()) + '\n';
    return out;
}

/// What follows the options in --help: "Example:" and lines of a shell, then perhaps a sentence.
std::string footer_of(const CLI::App& command) {
    const auto footer = command.get_footer();
    std::string_view text = footer;
    constexpr std::string_view title = "Example:\n";
    if (!text.starts_with(title))
        return {};
    text.remove_prefix(title.size());
    std::string lines;
    std::string after;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        (line.starts_with("  ") ? lines : after) +=
            roff(line.starts_with("  ") ? line.substr(2) : line) + '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return ".SH EXAMPLES\n.nf\n" + lines + ".fi\n" + (after.empty() ? "" : ".PP\n" + after);
}

std::string exit_status_of(const CLI::App& command) {
    const bool others = command.get_name() == "exec";
    return ".SH EXIT STATUS\n" +
           std::string{others ? "That of the command. Where it could not be run:\n" : ""} +
           std::string{statuses};
}

std::string see_also(const CLI::App& command) {
    const auto* program = command.get_parent() ? command.get_parent() : &command;
    std::vector<std::string> others;
    if (command.get_parent())
        others.push_back(program->get_name());
    for (const auto* other : program->get_subcommands({}))
        if (other != &command)
            others.push_back(name_of(*other));
    std::string out = ".SH SEE ALSO\n";
    for (std::size_t i = 0; i < others.size(); ++i)
        out += ".BR " + roff(others[i]) + " (1)" + (i + 1 < others.size() ? " ,\n" : "\n");
    return out;
}

std::string in_capitals(std::string text) {
    for (char& c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
}

void write_page(const CLI::App& command, const std::string& folder) {
    output_file{folder + '/' + name_of(command) + ".1"}.finish(manual_page(command));
}

void write_pages(const CLI::App& program, const std::string& folder) {
    write_page(program, folder);
    for (const auto* command : program.get_subcommands({}))
        write_page(*command, folder);
}

} // namespace

std::string manual_page(const CLI::App& command) {
    const auto name = name_of(command);
    const auto required = options_of(command, true);
    auto out = ".TH " + in_capitals(name) + " 1 \"" + commit_date() + "\" \"sendlab " + version +
               "\" \"User Commands\"\n.SH NAME\n" + roff(name) + " \\- " + roff(command.get_description()) +
               "\n.SH SYNOPSIS\n" + synopsis_of(command);
    if (!command.get_parent())
        out += commands_of(command);
    if (!required.empty())
        out += ".SH ARGUMENTS\n" + required;
    return out + ".SH OPTIONS\n" + options_of(command, false) + exit_status_of(command) + footer_of(command) +
           see_also(command);
}

void add_manual(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("manual", "Print a manual page, for man(1)");
    const auto of = std::make_shared<std::string>();
    const auto folder = std::make_shared<std::string>();
    command->add_option("COMMAND", *of, "Of that sub-command; of sendlab itself without it")->type_name("");
    command->add_option("--into", *folder, "Every page instead, as a file of this folder")->type_name("DIR");
    command->footer("Example:\n  sendlab manual plan | man -l -\n"
                    "  sendlab manual --into /usr/local/share/man/man1");
    command->callback([of, folder, &app, &status] {
        try {
            if (folder->empty())
                print(manual_page(of->empty() ? app : *app.get_subcommand(*of)));
            else
                write_pages(app, *folder);
            status = exit_status::done;
        } catch (const CLI::OptionNotFound&) {
            throw usage_error{"there is no command " + *of};
        }
    });
}

} // namespace sendlab::cli
