#include "net/sandbox/child_process.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/sandbox/spawn.hpp"

namespace sendlab::net::sandbox {

using boost::system::error_code;

std::string child_exit::reason() const {
    if (signal == SIGKILL)
        return "signal: killed";
    if (signal != 0) {
        std::string name = ::strsignal(signal);
        if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z')
            name[0] = static_cast<char>(name[0] - 'A' + 'a');
        return "signal: " + name;
    }
    return status == 0 ? std::string{} : "exit status " + std::to_string(status);
}

/// Outlives the child_process until the system has let go of the process, so that no zombie stays.
struct child_process::state : std::enable_shared_from_this<state> {
    state(boost::asio::io_context& io, spawned_process process, on_output output, on_exit exited)
        : id{process.id},
          watch{io, process.watch.release()},
          pipe{io, process.output.release()},
          hear_output{std::move(output)},
          hear_exit{std::move(exited)} {}
    ~state() {
        kill();
        reap(); // only where the io_context ends before the process: it has been killed
    }

    void wait_for_exit();
    void wait_for_output();
    void drain();
    void kill();
    child_exit reap();

    const int id;
    bool reaped = false;
    bool abandoned = false;
    boost::asio::posix::stream_descriptor watch;
    boost::asio::posix::stream_descriptor pipe;
    on_output hear_output;
    on_exit hear_exit;
};

void child_process::state::wait_for_exit() {
    watch.async_wait(boost::asio::posix::descriptor_base::wait_read,
                     [self = shared_from_this()](const error_code& error) {
                         if (error)
                             return;
                         self->kill(); // its children, while its id is still its own
                         const auto end = self->reap();
                         if (self->abandoned)
                             return;
                         self->drain();
                         self->pipe.close();
                         self->hear_exit(end);
                     });
}

void child_process::state::wait_for_output() {
    pipe.async_wait(boost::asio::posix::descriptor_base::wait_read,
                    [self = shared_from_this()](const error_code& error) {
                        if (error || self->abandoned || !self->pipe.is_open())
                            return;
                        self->drain();
                        if (self->pipe.is_open())
                            self->wait_for_output();
                    });
}

/// As much as a pipe holds at most, so that one noisy child does not keep all others waiting.
void child_process::state::drain() {
    constexpr std::size_t pipe_capacity = 65'536;
    std::array<char, 16'384> bytes;
    for (std::size_t total = 0; total < pipe_capacity && !abandoned && pipe.is_open();) {
        const auto size = ::read(pipe.native_handle(), bytes.data(), bytes.size());
        if (size == 0)
            return pipe.close(); // closed by all who had it
        if (size < 0)
            return;
        total += static_cast<std::size_t>(size);
        hear_output({bytes.data(), static_cast<std::size_t>(size)});
    }
}

void child_process::state::kill() {
    if (!reaped)
        ::kill(-id, SIGKILL);
}

child_exit child_process::state::reap() {
    if (std::exchange(reaped, true))
        return {};
    int status = 0;
    ::rusage used{};
    while (::wait4(id, &status, 0, &used) < 0 && errno == EINTR) {
    }
    while (::waitpid(-id, nullptr, WNOHANG) > 0) {
        // children of it that have become ours: the emulator may be a container's first process
    }
    const auto peak = static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
    if (WIFSIGNALED(status))
        return {0, WTERMSIG(status), peak};
    return {WEXITSTATUS(status), 0, peak};
}

child_process::child_process(boost::asio::io_context& io, const child_command& command, on_output output,
                             on_exit exited)
    : state_{std::make_shared<state>(io, spawn(command), std::move(output), std::move(exited))} {
    state_->wait_for_exit();
    state_->wait_for_output();
}

child_process::~child_process() {
    state_->abandoned = true;
    state_->kill();
    state_->pipe.close();
}

int child_process::id() const {
    return state_->id;
}

void child_process::kill() {
    state_->kill();
}

void child_process::freeze() {
    if (!state_->reaped)
        ::kill(-state_->id, SIGSTOP);
}

void child_process::thaw() {
    if (!state_->reaped)
        ::kill(-state_->id, SIGCONT);
}

void child_process::drain_output() {
    const auto alive = state_; // whoever hears it may end the child
    alive->drain();
}

} // namespace sendlab::net::sandbox
