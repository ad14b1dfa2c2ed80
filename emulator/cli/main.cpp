#include <csignal>

#include "cli/command_line.hpp"

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // that a reader has gone is seen where it is written to
    return static_cast<int>(sendlab::cli::run_command_line(argc, argv));
}
