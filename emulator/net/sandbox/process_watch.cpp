#include "net/sandbox/process_watch.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include "net/sandbox/descriptor.hpp"

namespace sendlab::net::sandbox {

namespace {

using namespace std::chrono_literals;
constexpr auto period = 200ms;

/// The first part of a file of /proc/<process>; empty if the process has ended.
std::string_view read_proc(const char* process, const char* file, std::span<char> into) {
    std::array<char, 64> path;
    std::snprintf(path.data(), path.size(), "/proc/%s/%s", process, file);
    const descriptor opened{::open(path.data(), O_RDONLY | O_CLOEXEC)};
    const auto size = opened.get() < 0 ? -1 : ::read(opened.get(), into.data(), into.size());
    return size > 0 ? std::string_view{into.data(), static_cast<std::size_t>(size)} : std::string_view{};
}

std::uint64_t number_at(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The rest of the text behind so many words.
std::string_view skip_words(std::string_view text, int words) {
    for (; words > 0; --words)
        text.remove_prefix(std::min(text.find(' ') + 1, text.size()));
    return text;
}

/// The group of a process (proc(5), /proc/pid/stat, the field after the parent's id); 0 if it has ended.
int group_of(const char* process) {
    std::array<char, 512> buffer;
    auto text = read_proc(process, "stat", buffer);
    const auto name_end = text.rfind(')');
    if (name_end == std::string_view::npos)
        return 0;
    return static_cast<int>(number_at(skip_words(text.substr(name_end + 1), 3)));
}

std::uint64_t private_bytes_of(const char* process) {
    std::array<char, 128> buffer;
    const auto text = read_proc(process, "statm", buffer);
    const auto resident = number_at(skip_words(text, 1));
    const auto shared = number_at(skip_words(text, 2));
    return (resident - std::min(shared, resident)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

void measure(std::map<int, group_usage>& groups) {
    DIR* const all = ::opendir("/proc");
    if (!all)
        return;
    while (const auto* entry = ::readdir(all)) {
        if (entry->d_name[0] < '1' || entry->d_name[0] > '9')
            continue;
        const auto found = groups.find(group_of(entry->d_name));
        if (found == groups.end())
            continue;
        ++found->second.processes;
        found->second.private_bytes += private_bytes_of(entry->d_name);
    }
    ::closedir(all);
}

std::uint64_t peak_memory(int process) {
    std::ifstream file{"/proc/" + std::to_string(process) + "/status"};
    constexpr std::string_view label = "VmHWM:";
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(label))
            return number_at(std::string_view{line}.substr(line.find_first_of("123456789", label.size()))) *
                   1024;
    }
    return 0;
}

void process_watch::add(int group, std::uint64_t private_bytes, std::function<void()> exceeded) {
    groups_[group] = {private_bytes, std::move(exceeded)};
    wait();
}

void process_watch::wait() {
    if (waiting_ || groups_.empty())
        return;
    waiting_ = true;
    timer_.expires_after(period);
    timer_.async_wait([weak = std::weak_ptr{self_}](const boost::system::error_code& cancelled) {
        const auto self = weak.lock();
        if (cancelled || !self)
            return;
        (*self)->waiting_ = false;
        (*self)->look();
        (*self)->wait();
    });
}

void process_watch::look() {
    std::map<int, group_usage> usage;
    for (const auto& [group, limits] : groups_)
        usage[group];
    measure(usage);
    for (const auto& [group, used] : usage) {
        const auto found = groups_.find(group);
        if (found == groups_.end())
            continue; // forgotten meanwhile
        if (used.private_bytes > found->second.private_bytes || used.processes > most_processes) {
            const auto exceeded = std::move(found->second.exceeded);
            groups_.erase(found);
            exceeded();
        }
    }
}

} // namespace sendlab::net::sandbox
