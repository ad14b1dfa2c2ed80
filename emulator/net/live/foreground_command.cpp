#include "net/live/foreground_command.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>

namespace sendlab::net {

namespace asio = boost::asio;

namespace {

constexpr int not_found = 127;
constexpr int not_executable = 126;
constexpr int by_signal = 128;

bool sets(std::string_view entry, const std::string& name) {
    return entry.starts_with(name) && entry.substr(name.size()).starts_with('=');
}

/// "NAME=value" lines: ours with the changes.
std::vector<std::string> changed_environment(const environment_changes& changes) {
    std::vector<std::string> lines;
    for (char** entry = environ; *entry; ++entry)
        lines.emplace_back(*entry);
    for (const auto& [name, value] : changes) {
        std::erase_if(lines, [&name = name](const std::string& line) { return sets(line, name); });
        lines.push_back(name + '=' + value);
    }
    return lines;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts)
        all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

/// The emulator ignores SIGPIPE; what is ignored stays so in a new program.
class default_signals {
public:
    default_signals() {
        ::posix_spawnattr_init(&attributes_);
        sigset_t pipe;
        sigset_t none;
        ::sigemptyset(&pipe);
        ::sigaddset(&pipe, SIGPIPE);
        ::sigemptyset(&none);
        ::posix_spawnattr_setsigdefault(&attributes_, &pipe);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    }
    default_signals(const default_signals&) = delete;
    default_signals& operator=(const default_signals&) = delete;
    ~default_signals() { ::posix_spawnattr_destroy(&attributes_); }

    [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

int shell_status(int wait_status) {
    return WIFSIGNALED(wait_status) ? by_signal + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

} // namespace

struct foreground_command::impl : std::enable_shared_from_this<impl> {
    std::function<void(int)> ended;
    std::string problem{};
    pid_t process = 0; // 0: none, or over
    asio::posix::stream_descriptor watch;

    impl(asio::io_context& io, std::function<void(int)> tell) : ended{std::move(tell)}, watch{io} {}

    void start(std::vector<std::string> words, std::vector<std::string> variables) {
        const default_signals signals;
        const int error = ::posix_spawnp(&process, words.front().c_str(), nullptr, signals.get(),
                                         pointers(words).data(), pointers(variables).data());
        if (error != 0)
            return fail(words.front(), error);
        watch.assign(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
        watch.async_wait(asio::posix::stream_descriptor::wait_read,
                         [self = shared_from_this()](const boost::system::error_code&) { self->collect(); });
    }

    void fail(const std::string& command, int error) {
        process = 0;
        problem = command + ": " + std::strerror(error);
        const int status = error == ENOENT ? not_found : not_executable;
        asio::post(watch.get_executor(), [self = shared_from_this(), status] { self->ended(status); });
    }

    void collect() {
        int status = 0;
        while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
        }
        process = 0;
        ended(shell_status(status));
    }
};

foreground_command::foreground_command(asio::io_context& io, const std::vector<std::string>& words,
                                       const environment_changes& variables,
                                       std::function<void(int status)> ended)
    : impl_{std::make_shared<impl>(io, std::move(ended))} {
    impl_->start(words, changed_environment(variables));
}

foreground_command::~foreground_command() {
    boost::system::error_code ignored;
    impl_->ended = [](int) {};
    impl_->watch.close(ignored);
}

void foreground_command::signal(int number) {
    if (impl_->process > 0)
        ::kill(impl_->process, number);
}

const std::string& foreground_command::problem() const {
    return impl_->problem;
}

} // namespace sendlab::net
