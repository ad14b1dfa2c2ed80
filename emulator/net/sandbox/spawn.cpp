#include "net/sandbox/spawn.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sendlab::net::sandbox {

namespace {

// Lambda's own limits (Lambda Developer Guide, "Lambda quotas").
constexpr rlim_t open_files = 1024;
constexpr rlim_t processes = 1024;

[[noreturn]] void fail(const char* what, int error = errno) {
    throw std::system_error(error, std::generic_category(), what);
}

struct pipe_ends {
    descriptor read, write;
};

pipe_ends make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        fail("pipe");
    return {descriptor{ends[0]}, descriptor{ends[1]}};
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (const auto& text : texts)
        pointers.push_back(const_cast<char*>(text.c_str())); // execve's signature; it does not write
    pointers.push_back(nullptr);
    return pointers;
}

/// All that the child needs, made before fork(): it may not allocate.
struct preparation {
    std::vector<char*> arguments, variables;
    const char* folder = nullptr;
    rlim_t data_limit = 0;
    rlim_t process_limit = 0;
    pid_t parent = 0;
    int null = -1, output = -1, report = -1;
};

void limit(int resource, rlim_t most) {
    ::rlimit now{};
    ::getrlimit(static_cast<__rlimit_resource>(resource), &now);
    now.rlim_max = std::min(most, now.rlim_max);
    now.rlim_cur = now.rlim_max;
    ::setrlimit(static_cast<__rlimit_resource>(resource), &now);
}

/// Where memory gets scarce, the kernel takes the handler's first.
void go_first_when_out_of_memory() {
    if (const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC); file >= 0) {
        [[maybe_unused]] const auto written = ::write(file, "1000", 4);
        ::close(file);
    }
}

/// A signal that the emulator ignores or blocks would stay so across exec.
void forget_signal_settings() {
    for (int number = 1; number < NSIG; ++number)
        ::signal(number, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// In the child: calls only what is safe after fork() (signal-safety(7)).
[[noreturn]] void become(const preparation& p) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != p.parent)
        ::_exit(127); // the emulator has ended meanwhile
    forget_signal_settings();
    go_first_when_out_of_memory();
    ::dup2(p.null, STDIN_FILENO);
    ::dup2(p.output, STDOUT_FILENO);
    ::dup2(p.output, STDERR_FILENO);
    ::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    limit(RLIMIT_NOFILE, open_files);
    limit(RLIMIT_NPROC, p.process_limit);
    limit(RLIMIT_CORE, 0);
    if (p.data_limit > 0)
        limit(RLIMIT_DATA, p.data_limit);
    if (::chdir(p.folder) == 0)
        ::execve(p.arguments[0], p.arguments.data(), p.variables.data());
    const int error = errno;
    [[maybe_unused]] const auto written = ::write(p.report, &error, sizeof error);
    ::_exit(127);
}

/// The system counts a user's processes, not a group's: those that run already are added.
rlim_t process_limit() {
    struct sysinfo system {};
    ::sysinfo(&system);
    return processes + system.procs;
}

/// The report pipe closes by itself when exec succeeds.
void check_report(const descriptor& report, pid_t child, const std::string& program) {
    int error = 0;
    ssize_t size = 0;
    do
        size = ::read(report.get(), &error, sizeof error);
    while (size < 0 && errno == EINTR);
    if (size <= 0)
        return;
    reap(child);
    fail(program.c_str(), error);
}

} // namespace

spawned_process spawn(const child_command& command) {
    auto output = make_pipe();
    auto report = make_pipe();
    const descriptor null{::open("/dev/null", O_RDONLY | O_CLOEXEC)};
    if (null.get() < 0)
        fail("/dev/null");
    ::fcntl(output.read.get(), F_SETFL, O_NONBLOCK);

    preparation p;
    p.arguments = pointers_to(command.arguments);
    p.variables = pointers_to(command.variables);
    p.folder = command.folder.c_str();
    p.data_limit = command.data_limit;
    p.process_limit = process_limit();
    p.parent = ::getpid();
    p.null = null.get();
    p.output = output.write.get();
    p.report = report.write.get();

    const auto child = ::fork();
    if (child < 0)
        fail("fork");
    if (child == 0)
        become(p);
    ::setpgid(child, child); // whoever is first
    report.write = {};
    check_report(report.read, child, command.arguments[0]);
    descriptor watch{
        static_cast<int>(::syscall(SYS_pidfd_open, child, 0))}; // glibc 2.36 lacks a declaration in C++
    if (watch.get() < 0) {
        const int error = errno;
        ::kill(-child, SIGKILL);
        reap(child);
        fail("pidfd_open", error);
    }
    return {child, std::move(watch), std::move(output.read)};
}

void reap(int child) {
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
}

} // namespace sendlab::net::sandbox
