// What all sub-commands share: the way they register themselves, and what the process ends with.
//
// A sub-command is one file, cli/NAME.{hpp,cpp}, that offers `void add_NAME(CLI::App& app, exit_status& status)`: it
// adds the sub-command with its options to `app`, and a callback that does the work and stores how it ended in
// `status`. Mistakes that the command line's own checks cannot see are thrown as `usage_error`, files with problems
// as `invalid_input`, a broken environment (a file that cannot be written) as `environment_error`; command_line.cpp tells them on
// standard error.
#pragma once

#include <stdexcept>
#include <string>

namespace CLI {
class App;
}

namespace sendlab::cli {

/// What the process tells its caller (docs/run-reports.md).
enum class exit_status : int {
    done = 0, // and every expectation met
    expectation_failed = 1,
    bad_usage = 2,     // or an invalid file
    environment = 3,   // port taken, disk full
    undecided = 4,     // the data cannot support an answer
    interrupted = 130, // by SIGINT: 128 + signal, as shells do
    terminated = 143,  // by SIGTERM
};

/// The command line asks for something that cannot be: status 2.
class usage_error : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// A file has problems: status 2. The text is lines of "file:line:column: what", shown as they are.
class invalid_input : public std::runtime_error {
    using runtime_error::runtime_error;
};

/// The machine does not do its part: status 3.
class environment_error : public std::runtime_error {
    using runtime_error::runtime_error;
};

} // namespace sendlab::cli
