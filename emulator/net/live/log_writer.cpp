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

} // namespace

void log_writer::write(std::string_view line) {
    if (dropped_ > 0) {
        const auto missed = std::to_string(dropped_) + " lines of the log were dropped: nobody read them";
        if (write_now(missed))
            dropped_ = 0;
    }
    if (dropped_ > 0 || !write_now(std::string{line.substr(0, longest_line)}))
        ++dropped_;
}

bool log_writer::write_now(std::string line) {
    std::ranges::replace_if(line, is_control, '?');
    line += '\n';
    pollfd room{descriptor_, POLLOUT, 0};
    if (::poll(&room, 1, 0) != 1 || (room.revents & POLLOUT) == 0)
        return false;
    return ::write(descriptor_, line.data(), line.size()) >= 0;
}

} // namespace sendlab::net
