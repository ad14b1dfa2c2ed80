#include "net/live/live_run.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <exception>
#include <optional>
#include <utility>

#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace sendlab::net {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds last_answers{2};

/// Connections are many; the usual soft limit is 1,024 descriptors, for the sake of select(2).
void allow_many_descriptors() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

/// A file past the limit of the process is an error like a full disk, not its end.
void survive_full_files() {
    std::signal(SIGXFSZ, SIG_IGN);
}

/// Whoever holds the other end of standard input has gone, however that came about.
class input_watch {
public:
    input_watch(asio::io_context& io, std::function<void()> at_end)
        : input_{io, ::dup(STDIN_FILENO)}, at_end_{std::move(at_end)} {
        read();
    }

    void stop() { input_.close(); }

private:
    void read() {
        input_.async_read_some(asio::buffer(ignored_),
                               [this](const boost::system::error_code& error, std::size_t) {
                                   if (!error)
                                       read();
                                   else if (error != asio::error::operation_aborted)
                                       at_end_();
                               });
    }

    asio::posix::stream_descriptor input_;
    std::function<void()> at_end_;
    std::array<char, 256> ignored_{};
};

void complain_about_events(const std::function<void()>& run,
                           const std::function<void(std::string_view)>& log) {
    for (;;) {
        try {
            run();
            return;
        } catch (const std::exception& error) {
            log(std::string{"an event failed inside: "} + error.what());
        }
    }
}

/// A terminal sends its signals to the whole foreground group: the command has them already.
bool came_from_terminal(int signal) {
    return (signal == SIGINT || signal == SIGQUIT) && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp();
}

void pass_on(asio::signal_set& signals, foreground_command& command) {
    signals.async_wait([&signals, &command](const boost::system::error_code& cancelled, int number) {
        if (cancelled)
            return;
        if (!came_from_terminal(number))
            command.signal(number);
        pass_on(signals, command);
    });
}

} // namespace

void run_all(asio::io_context& io, const std::function<void(std::string_view)>& log) {
    complain_about_events([&] { io.run(); }, log);
}

void serve(live_config config, serve_until until, const std::function<void(const live_emulator&)>& ready) {
    asio::io_context io{1};
    asio::signal_set signals{io, SIGINT, SIGTERM};
    allow_many_descriptors();
    survive_full_files();
    const auto log = config.log;
    live_emulator emulator{io, std::move(config)};
    std::optional<input_watch> input;
    const auto end = [&] { io.stop(); };
    signals.async_wait([&](const boost::system::error_code& cancelled, int) {
        if (!cancelled)
            end();
    });
    if (until == serve_until::end_of_input)
        input.emplace(io, end);
    ready(emulator);
    run_all(io, log);

    signals.clear(); // the next one kills
    signals.cancel();
    if (input)
        input->stop();
    emulator.stop();
    io.restart();
    const auto deadline = std::chrono::steady_clock::now() + last_answers;
    complain_about_events([&] { io.run_until(deadline); }, log);
}

command_result run_command(live_config config, const command_run& command) {
    asio::io_context io{1};
    asio::signal_set signals{io};
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT})
        signals.add(number);
    allow_many_descriptors();
    survive_full_files();
    const auto log = config.log;
    live_emulator emulator{io, std::move(config)};
    command_result result;
    foreground_command child{io, command.words, command.variables(emulator), [&](int status) {
                                 result.status = status;
                                 io.stop();
                             }};
    result.problem = child.problem();
    pass_on(signals, child);
    run_all(io, log);
    result.summary = emulator.summary();
    return result;
}

} // namespace sendlab::net
