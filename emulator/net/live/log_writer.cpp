#include "net/live/log_writer.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <utility>

#include <poll.h>
#include <unistd.h>

namespace sendlab::net {

namespace {

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

/// So many bytes fit into a pipe that poll(2) calls writable, and do not mix with other writers' (pipe(7)).
constexpr std::size_t longest_line = PIPE_BUF - 1;

/// Handlers write CR where a text of several lines is one event of the log. Its further lines are indented, so that
/// none passes for a line of the emulator's own.
std::string printable(std::string_view line) {
    std::string out;
    for (const char c : line.substr(0, longest_line))
        if (c == '\r')
            out += "\n    ";
        else
            out += is_control(c) ? '?' : c;
    out.resize(std::min(out.size(), longest_line));
    return out + '\n';
}

} // namespace

void log_writer::write(std::string_view line) {
    if (dropped_ > 0) {
        const auto missed = std::to_string(dropped_) + " lines of the log were dropped: nobody read them";
        if (write_now(missed))
            dropped_ = 0;
    }
    if (dropped_ > 0 || !write_now(line))
        ++dropped_;
}

bool log_writer::write_now(std::string_view text) {
    const auto line = printable(text);
    pollfd room{descriptor_, POLLOUT, 0};
    if (::poll(&room, 1, 0) != 1 || (room.revents & POLLOUT) == 0)
        return false;
    return ::write(descriptor_, line.data(), line.size()) >= 0;
}

} // namespace sendlab::net
