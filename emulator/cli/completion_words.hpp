// What there is to complete on the command line: told by the same option tree that --help is written from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace sendlab::cli {

enum class value_kind { none, text, file, folder, choice };

/// What may be given for an option or an argument.
struct value {
    value_kind kind = value_kind::none;
    std::string choices{}; // "refuse keep"
};

/// The word that stands for it in --help tells: "DIR", "refuse|keep".
[[nodiscard]] value value_of(const CLI::Option& option);

/// What stands on the command line besides options: files, but where --help lists words.
[[nodiscard]] value argument_of(const CLI::App& command);

/// "-o", "--output"
[[nodiscard]] std::vector<std::string> names_of(const CLI::Option& option);

/// Of sub-commands: "run plan verify".
[[nodiscard]] std::string names_of(const CLI::App& program);

/// Those that are no arguments, in the order of --help.
[[nodiscard]] std::vector<const CLI::Option*> options_of(const CLI::App& command);

[[nodiscard]] std::string replaced(std::string text, std::string_view what, std::string_view with);

} // namespace sendlab::cli
