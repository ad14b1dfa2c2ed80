// What the words of a command line may be, and what somebody is told who has written others.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace sendlab::cli {

/// For CLI::App::failure_message: what is wrong, with the word that was probably meant, and whose help tells more.
std::string usage_message(const CLI::App* app, const CLI::Error& error);

/// Digits only, of at most 64 bits: CLI11 would take "-1" for the largest number.
CLI::Validator whole_number();

} // namespace sendlab::cli
