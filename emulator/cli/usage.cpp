#include "cli/usage.hpp"

#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scenario/document.hpp"
#include "scenario/suggestion.hpp"

namespace sendlab::cli {

namespace {

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const auto* option : command.get_options())
        for (const auto& name : option->get_lnames())
            names.push_back("--" + name);
    return names;
}

std::string unknown_option(const CLI::App& command, std::string_view word) {
    word = word.substr(0, word.find('='));
    const auto names = option_names(command);
    const std::vector<std::string_view> known{names.begin(), names.end()};
    const auto meant = scenario::nearest(word, known);
    return "unknown option " + std::string{word} +
           (meant.empty() ? "" : ", did you mean " + std::string{meant} + '?');
}

/// `command` is the program itself where no sub-command was named.
std::string unexpected(const CLI::App& command, const std::string& word) {
    if (word.starts_with('-'))
        return unknown_option(command, word);
    if (command.get_parent())
        return scenario::quote(word) + " is one word too many";
    const auto names = command_names(command);
    return scenario::unknown_word("command", word, std::vector<std::string_view>{names.begin(), names.end()});
}

} // namespace

std::string usage_message(const CLI::App* app, const CLI::Error& error) {
    const auto chosen = app->get_subcommands();
    const auto& command = chosen.empty() ? *app : *chosen.front();
    const auto left = app->remaining(true);
    const auto called = command.get_parent() ? "sendlab " + command.get_name() : "sendlab";
    return (left.empty() ? error.what() : unexpected(command, left.front())) + "\n" + called +
           " --help tells more.\n";
}

CLI::Validator whole_number() {
    const auto problem = [](const std::string& word) -> std::string {
        std::uint64_t number = 0;
        const auto end = word.data() + word.size();
        const auto read = std::from_chars(word.data(), end, number);
        const bool whole = read.ec == std::errc{} && read.ptr == end;
        return whole ? "" : scenario::quote(word) + " is no whole number, expected one from 0 to 2^64 - 1";
    };
    return {problem, ""};
}

} // namespace sendlab::cli
