#include "cli/terminal.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/command.hpp"
#include "cli/output_file.hpp"

namespace sendlab::cli {

namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

} // namespace

bool is_terminal(stream where) {
    return ::isatty(static_cast<int>(where)) == 1 && environment("TERM") != "dumb";
}

bool wants_colour(stream where) {
    return is_terminal(where) && environment("NO_COLOR").empty();
}

std::size_t terminal_width(stream where) {
    winsize size{};
    if (::ioctl(static_cast<int>(where), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return size.ws_col;
}

std::size_t page_width(stream where) {
    constexpr std::size_t least = 60, most = 100;
    return is_terminal(where) ? std::clamp(terminal_width(where), least, most) : most;
}

void print(std::string_view text) {
    const int error = write_all(static_cast<int>(stream::out), text);
    if (error != 0 && error != EPIPE)
        throw environment_error{std::string{"cannot write to standard output: "} + std::strerror(error)};
}

void write_error(std::string_view text) {
    write_all(static_cast<int>(stream::err), text);
}

void complain(std::string_view text) {
    write_error("sendlab: " + std::string{text} + '\n');
}

} // namespace sendlab::cli
