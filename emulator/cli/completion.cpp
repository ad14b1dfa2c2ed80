#include "cli/completion.hpp"

#include <memory>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/terminal.hpp"

namespace sendlab::cli {

namespace {

enum class value_kind { none, text, file, folder };

/// By the word that stands for its value in --help.
value_kind value_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0)
        return value_kind::none;
    const auto type = option.get_type_name();
    if (type.starts_with("PATH"))
        return value_kind::file;
    return type.starts_with("DIR") ? value_kind::folder : value_kind::text;
}

template<class Visit>
void for_each_option(const CLI::App& command, Visit visit) {
    for (const auto* option : command.get_options())
        if (option->nonpositional() && !option->get_lnames().empty())
            visit(*option, option->get_lnames().front());
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

/// Between single quotes of a POSIX shell.
std::string quoted(const std::string& text) {
    return '\'' + replaced(text, "'", "'\\''") + '\'';
}

std::string names_of(const CLI::App& program) {
    std::string out;
    for (const auto* command : program.get_subcommands({}))
        out += (out.empty() ? "" : " ") + command->get_name();
    return out;
}

/// "--seed|--set", or words of options of one kind.
std::string options_where(const CLI::App& command, std::string_view separator, bool (*wanted)(value_kind)) {
    std::string out;
    for_each_option(command, [&](const CLI::Option& option, const std::string& name) {
        if (wanted(value_of(option)))
            out += (out.empty() ? "" : std::string{separator}) + "--" + name;
    });
    return out;
}

} // namespace

std::string bash_completion(const CLI::App& program) {
    const auto name = program.get_name();
    std::string out = "# bash completion of " + name + '\n' + "_" + name + R"(() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} options
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W ")" +
                      names_of(program) + R"( --help --version" -- "$word")
        return
    fi
    case $command in
)";
    for (const auto* command : program.get_subcommands({})) {
        const auto texts =
            options_where(*command, "|", [](value_kind kind) { return kind == value_kind::text; });
        const auto folders =
            options_where(*command, "|", [](value_kind kind) { return kind == value_kind::folder; });
        out += "        " + command->get_name() + ")\n            case $before in\n";
        if (!texts.empty())
            out += "                " + texts + ") return ;;\n";
        if (!folders.empty())
            out += "                " + folders +
                   ") mapfile -t COMPREPLY < <(compgen -d -- \"$word\"); return ;;\n";
        if (command->get_name() == "completion")
            out += "                completion) mapfile -t COMPREPLY < <(compgen -W 'bash zsh fish' -- "
                   "\"$word\"); return ;;\n";
        if (command->get_name() == "manual")
            out += "                manual) mapfile -t COMPREPLY < <(compgen -W '" + names_of(program) +
                   "' -- \"$word\"); return ;;\n";
        if (command->get_name() == "exec")
            out += "                --) mapfile -t COMPREPLY < <(compgen -c -- \"$word\"); return ;;\n";
        out += "            esac\n            options=" +
               quoted(options_where(*command, " ", [](value_kind) { return true; })) + "\n            ;;\n";
    }
    return out + R"(    esac
    case $word in
        -*) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word") ;;
        *) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
    esac
}
complete -o filenames -F _)" +
           name + ' ' + name + '\n';
}

std::string zsh_completion(const CLI::App& program) {
    const auto text_of = [](const std::string& text) {
        return replaced(replaced(replaced(text, "[", "\\["), "]", "\\]"), ":", "\\:");
    };
    const auto name = program.get_name();
    std::string out = "#compdef " + name + "\n\n_" + name + "() {\n    local -a commands=(\n";
    for (const auto* command : program.get_subcommands({}))
        out += "        " + quoted(command->get_name() + ':' + text_of(command->get_description())) + '\n';
    out +=
        "    )\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
        "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $command in\n";
    for (const auto* command : program.get_subcommands({})) {
        out += "        " + command->get_name() + ")\n            _arguments";
        for_each_option(*command, [&](const CLI::Option& option, const std::string& option_name) {
            const auto kind = value_of(option);
            const char* value = kind == value_kind::none     ? ""
                                : kind == value_kind::text   ? ":value: "
                                : kind == value_kind::folder ? ":folder:_files -/"
                                                             : ":file:_files";
            out += " \\\n                " +
                   quoted("*--" + option_name + '[' + text_of(option.get_description()) + ']' + value);
        });
        const auto rest = command->get_name() == "completion" ? "*:shell:(bash zsh fish)"
                          : command->get_name() == "manual"   ? "*:command:(" + names_of(program) + ')'
                                                              : std::string{"*:file:_files"};
        out += " \\\n                " + quoted(rest) + "\n            ;;\n";
    }
    return out + "    esac\n}\n\n_" + name + " \"$@\"\n";
}

std::string fish_completion(const CLI::App& program) {
    const auto text_of = [](const std::string& text) {
        return '\'' + replaced(replaced(text, "\\", "\\\\"), "'", "\\'") + '\'';
    };
    const auto name = program.get_name();
    std::string out = "# fish completion of " + name + '\n';
    for (const auto* command : program.get_subcommands({}))
        out += "complete -c " + name + " -f -n __fish_use_subcommand -a " + command->get_name() + " -d " +
               text_of(command->get_description()) + '\n';
    for (const auto* command : program.get_subcommands({})) {
        const auto condition =
            "complete -c " + name + " -n '__fish_seen_subcommand_from " + command->get_name() + "' ";
        for_each_option(*command, [&](const CLI::Option& option, const std::string& option_name) {
            const auto kind = value_of(option);
            const char* value = kind == value_kind::none     ? ""
                                : kind == value_kind::text   ? " -x"
                                : kind == value_kind::folder ? " -x -a '(__fish_complete_directories)'"
                                                             : " -r -F";
            out +=
                condition + "-l " + option_name + value + " -d " + text_of(option.get_description()) + '\n';
        });
        if (command->get_name() == "completion")
            out += condition + "-f -a 'bash zsh fish'\n";
        if (command->get_name() == "manual")
            out += condition + "-f -a '" + names_of(program) + "'\n";
    }
    return out;
}

void add_completion(CLI::App& app, exit_status& status) {
    auto* command = app.add_subcommand("completion", "Prints the completion script of a shell");
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
