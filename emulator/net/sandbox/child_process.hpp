// A program that runs beside the emulator and cannot hurt it: a process group of its own, with limits, none
// of the emulator's descriptors or variables, and an end no later than the emulator's. Linux: pidfd_open(2),
// prctl(2) PR_SET_PDEATHSIG, close_range(2), setpgid(2).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace sendlab::net::sandbox {

struct child_command {
    std::vector<std::string> arguments; // the program's absolute path first
    std::vector<std::string> variables; // "NAME=value": the whole environment
    std::filesystem::path folder;       // to work in
    std::uint64_t data_limit = 0;       // bytes of private memory of a process (RLIMIT_DATA); 0: no limit
};

/// How a process ended.
struct child_exit {
    int status = 0; // that it ended with, if no signal ended it
    int signal = 0; // that ended it, or 0
    // The most memory that it had, in bytes (getrusage(2)); no less than the emulator's own when it was
    // started, which the system counts in.
    std::uint64_t peak_memory = 0;

    /// "exit status 3", "signal: killed"; empty for an end without a reason.
    [[nodiscard]] std::string reason() const;
};

class child_process {
public:
    /// Hears what the child writes to standard output and standard error, in order, as it comes.
    using on_output = std::function<void(std::string_view bytes)>;
    /// Hears of the end of the child, after all that it has written. What else runs in its group is killed.
    using on_exit = std::function<void(child_exit)>;

    /// Throws std::system_error if there is no such program, or no room for one more process. The callbacks
    /// run on the io_context's thread, never from inside a call of this class but drain_output().
    child_process(boost::asio::io_context& io, const child_command& command, on_output output,
                  on_exit exited);
    /// Kills the group. Nothing is heard of it any more.
    ~child_process();
    child_process(const child_process&) = delete;
    child_process& operator=(const child_process&) = delete;

    /// Its process id, and that of its group.
    [[nodiscard]] int id() const;
    /// The end of all processes of the group; on_exit follows.
    void kill();
    /// No process of the group gets any time until it thaws.
    void freeze();
    void thaw();
    /// Hands over what the child has written up to now.
    void drain_output();

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace sendlab::net::sandbox
