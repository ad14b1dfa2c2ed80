#include "net/sandbox/interpreters.hpp"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "net/sandbox/spawn.hpp"

namespace sendlab::net::sandbox {

namespace {

constexpr std::chrono::seconds patience{5};

std::string variable(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// The first executable file of this name; empty if there is none.
std::string look_up(std::string_view path, const std::string& name) {
    while (!path.empty()) {
        const auto end = std::min(path.find(':'), path.size());
        const auto candidate = std::filesystem::path{path.substr(0, end)} / name;
        std::error_code ignored;
        if (::access(candidate.c_str(), X_OK) == 0 && std::filesystem::is_regular_file(candidate, ignored))
            return candidate.string();
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return {};
}

/// What it has written by the time it ends or patience does.
std::string read_all(const descriptor& output) {
    std::string text;
    std::array<char, 1024> bytes;
    ::pollfd readable{output.get(), POLLIN, 0};
    constexpr auto limit = std::chrono::milliseconds{patience}.count();
    while (::poll(&readable, 1, limit) > 0) {
        const auto size = ::read(output.get(), bytes.data(), bytes.size());
        if (size <= 0)
            break;
        text.append(bytes.data(), static_cast<std::size_t>(size));
    }
    return text;
}

std::string ask(const std::string& program, const char* option, const char* code, const std::string& path) {
    child_command command;
    command.arguments = {program, option, code};
    command.variables = {"PATH=" + path, "HOME=" + variable("HOME")};
    command.folder = "/";
    const auto child = spawn(command);
    auto answer = read_all(child.output);
    ::kill(-child.id, SIGKILL);
    reap(child.id);
    return answer.substr(0, answer.find('\n'));
}

} // namespace

interpreters::interpreters(std::string search_path)
    : search_path_{search_path.empty() ? variable("PATH") : std::move(search_path)} {}

const std::string& interpreters::find(const std::string& name, const question& where) {
    auto& program = found_[name];
    if (program.empty()) {
        const auto candidate = look_up(search_path_, name);
        if (candidate.empty())
            throw std::system_error(ENOENT, std::generic_category(), name);
        const auto behind = ask(candidate, where.option, where.code, search_path_);
        program = ::access(behind.c_str(), X_OK) == 0 ? behind : candidate;
    }
    return program;
}

} // namespace sendlab::net::sandbox
