#include "cli/completion.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/completion_words.hpp"
#include "cli/terminal.hpp"

namespace sendlab::cli {

namespace {

/// Between single quotes of a POSIX shell.
std::string quoted(const std::string& text) {
    return '\'' + replaced(text, "'", "'\\''") + '\'';
}

/// The names of the options that take such a value.
template<class Wanted>
std::string options_where(const CLI::App& command, std::string_view separator, Wanted wanted) {
    std::string out;
    for (const auto* option : options_of(command))
        if (wanted(value_of(*option)))
            for (const auto& name : names_of(*option))
                (out += out.empty() ? "" : separator) += name;
    return out;
}

std::string option_names(const CLI::App& command) {
    return options_where(command, " ", [](const value&) { return true; });
}

constexpr std::string_view bash_begin = R"(() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} i
    COMPREPLY=()
    [[ $COMP_CWORD -gt 1 ]] || command=
    if [[ $word == = ]]; then # bash takes --option=value for three words
        word=
    elif [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for ((i = 2; i < COMP_CWORD; i++)); do # behind -- somebody else's command
        [[ $command == exec && ${COMP_WORDS[i]} == -- ]] || continue
        if declare -F _command_offset >/dev/null; then
            _command_offset $((i + 1))
        elif ((i + 1 == COMP_CWORD)); then
            mapfile -t COMPREPLY < <(compgen -c -- "$word")
        else
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
        fi
        return
    done
    local options= words= files=
    case $command in
)";

constexpr std::string_view bash_end = R"(    esac
    if [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    elif [[ -n $words ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    elif [[ -n $files ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen "$files" -- "$word")
    fi
}
)";

/// Sets options, words and files as they are for an argument of the command.
std::string bash_arguments(const CLI::App& command) {
    const auto argument = argument_of(command);
    std::string out = "            options=" + quoted(option_names(command));
    if (argument.kind == value_kind::choice)
        out += " words=" + quoted(argument.choices);
    return out + (argument.kind == value_kind::file ? " files=-f\n" : "\n");
}

/// The same behind an option that takes a value.
std::string bash_values(const CLI::App& command) {
    std::string out;
    const auto add = [&](value_kind kind, const char* what) {
        const auto names = options_where(command, "|", [&](const value& v) { return v.kind == kind; });
        if (!names.empty())
            out += "                " + names + ") " + what + " ;;\n";
    };
    add(value_kind::text, "return");
    add(value_kind::folder, "files=-d words=");
    add(value_kind::file, "files=-f words=");
    for (const auto* option : options_of(command))
        if (const auto v = value_of(*option); v.kind == value_kind::choice)
            out += "                " + names_of(*option).back() + ") words=" + quoted(v.choices) + " ;;\n";
    return out.empty() ? out : "            case $before in\n" + out + "            esac\n";
}

std::string zsh_text(const std::string& text) {
    return replaced(replaced(replaced(text, "[", "\\["), "]", "\\]"), ":", "\\:");
}

/// What _arguments wants to know of a value: ":message:action".
std::string zsh_value(const value& v) {
    switch (v.kind) {
    case value_kind::none:
        return "";
    case value_kind::text:
        return ":value: ";
    case value_kind::file:
        return ":file:_files";
    case value_kind::folder:
        return ":folder:_files -/";
    case value_kind::choice:
        return ":value:(" + v.choices + ')';
    }
    return "";
}

std::string zsh_command(const CLI::App& command) {
    std::string out = "        " + command.get_name() + ")\n            _arguments";
    for (const auto* option : options_of(command)) {
        const auto v = value_of(*option);
        for (const auto& name : names_of(*option)) {
            const bool with_equals = v.kind != value_kind::none && name.starts_with("--");
            out += " \\\n                " + quoted('*' + name + (with_equals ? "=[" : "[") +
                                                    zsh_text(option->get_description()) + ']' + zsh_value(v));
        }
    }
    if (const auto argument = argument_of(command); argument.kind != value_kind::none)
        out += " \\\n                " + quoted('*' + zsh_value(argument));
    return out + "\n            ;;\n";
}

std::string fish_text(const std::string& text) {
    return '\'' + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + '\'';
}

std::string fish_value(const value& v) {
    switch (v.kind) {
    case value_kind::none:
        return "";
    case value_kind::text:
        return " -x";
    case value_kind::file:
        return " -r -F";
    case value_kind::folder:
        return " -x -a '(__fish_complete_directories)'";
    case value_kind::choice:
        return " -x -a " + fish_text(v.choices);
    }
    return "";
}

/// What `complete` is told of an option, behind the condition.
std::string fish_option(const CLI::Option& option) {
    std::string out;
    for (const auto& name : option.get_snames())
        out += "-s " + name + ' ';
    for (const auto& name : option.get_lnames())
        out += "-l " + name + ' ';
    return out + "-d " + fish_text(option.get_description()) + fish_value(value_of(option)) + '\n';
}

std::string fish_command(const CLI::App& command) {
    const auto begin = "complete -c " + command.get_parent()->get_name() +
                       " -n '__fish_seen_subcommand_from " + command.get_name() + "' ";
    std::string out;
    for (const auto* option : options_of(command))
        out += begin + fish_option(*option);
    const auto argument = argument_of(command);
    if (argument.kind != value_kind::file)
        out += begin + "-f" + (argument.choices.empty() ? "" : " -a " + fish_text(argument.choices)) + '\n';
    return out;
}

} // namespace

std::string bash_completion(const CLI::App& program) {
    const auto name = program.get_name();
    std::string out = "# bash completion of " + name + "\n_" + name + std::string{bash_begin} +
                      "        '') options=" + quoted(option_names(program)) +
                      " words=" + quoted(names_of(program)) + " ;;\n";
    for (const auto* command : program.get_subcommands({}))
        out += "        " + command->get_name() + ")\n" + bash_arguments(*command) + bash_values(*command) +
               "            ;;\n";
    return out + std::string{bash_end} + "complete -F _" + name + ' ' + name + '\n';
}

std::string zsh_completion(const CLI::App& program) {
    const auto name = program.get_name();
    std::string out = "#compdef " + name + "\n\n_" + name + "() {\n    local -a subcommands=(\n";
    for (const auto* command : program.get_subcommands({}))
        out += "        " + quoted(command->get_name() + ':' + zsh_text(command->get_description())) + '\n';
    out += R"(    )
    if (( CURRENT == 2 )); then
        if [[ $words[2] == -* ]]; then
            compadd -- )" +
           option_names(program) + R"(
        else
            _describe command subcommands
        fi
        return
    fi
    local command=$words[2] dashes=${words[(i)--]}
    if [[ $command == exec ]] && (( dashes < CURRENT )); then # behind -- somebody else's command
        shift $dashes words
        (( CURRENT -= dashes ))
        _normal
        return
    fi
    shift words
    (( CURRENT-- ))
    case $command in
)";
    for (const auto* command : program.get_subcommands({}))
        out += zsh_command(*command);
    return out + "    esac\n}\n\n_" + name + " \"$@\"\n";
}

std::string fish_completion(const CLI::App& program) {
    const auto name = program.get_name();
    const auto first = "complete -c " + name + " -n __fish_use_subcommand ";
    std::string out = "# fish completion of " + name + '\n';
    for (const auto* option : options_of(program))
        out += first + fish_option(*option);
    for (const auto* command : program.get_subcommands({}))
        out += first + "-f -a " + command->get_name() + " -d " + fish_text(command->get_description()) + '\n';
    for (const auto* command : program.get_subcommands({}))
        out += fish_command(*command);
    return out + "complete -c " + name +
           " -n '__fish_seen_subcommand_from exec; and contains -- -- (commandline -opc)' "
           "-a '(__fish_complete_command)'\n";
}

void add_completion(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("completion", "Print the completion script of a shell");
    const auto shell = std::make_shared<std::string>();
    command->add_option("SHELL", *shell, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->type_name("");
    command->footer("Example:\n  source <(sendlab completion bash)\n"
                    "  sendlab completion fish > ~/.config/fish/completions/sendlab.fish");
    command->callback([shell, &app, &status] {
        print(*shell == "bash"  ? bash_completion(app)
              : *shell == "zsh" ? zsh_completion(app)
                                : fish_completion(app));
        status = exit_status::done;
    });
}

} // namespace sendlab::cli
