#include "cli/completion_words.hpp"

#include <CLI/CLI.hpp>

namespace sendlab::cli {

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
    return text;
}

/// CLI11 adds an option's check behind a colon: ":{a,b}".
value value_of(const CLI::Option& option) {
    if (option.get_items_expected_max() == 0)
        return {};
    const auto type = option.get_type_name();
    const auto word = type.substr(0, type.find(':'));
    if (const auto begin = type.find('{'); begin != std::string::npos)
        return {value_kind::choice, replaced(type.substr(begin + 1, type.find('}') - begin - 1), ",", " ")};
    if (word.find('|') != std::string::npos)
        return {value_kind::choice, replaced(word, "|", " ")};
    if (word == "DIR")
        return {value_kind::folder};
    return {word == "PATH" || word == "FILE" ? value_kind::file : value_kind::text};
}

std::string names_of(const CLI::App& program) {
    std::string out;
    for (const auto* command : program.get_subcommands({}))
        out += (out.empty() ? "" : " ") + command->get_name();
    return out;
}

value argument_of(const CLI::App& command) {
    for (const auto* option : command.get_options()) {
        if (!option->get_positional())
            continue;
        if (option->get_name(true) == "COMMAND")
            return {value_kind::choice, names_of(*command.get_parent())};
        const auto found = value_of(*option);
        return found.kind == value_kind::choice ? found : value{value_kind::file};
    }
    return {};
}

std::vector<std::string> names_of(const CLI::Option& option) {
    std::vector<std::string> out;
    for (const auto& name : option.get_snames())
        out.push_back('-' + name);
    for (const auto& name : option.get_lnames())
        out.push_back("--" + name);
    return out;
}

std::vector<const CLI::Option*> options_of(const CLI::App& command) {
    std::vector<const CLI::Option*> out;
    for (const auto* option : command.get_options())
        if (option->nonpositional())
            out.push_back(option);
    return out;
}

} // namespace sendlab::cli
