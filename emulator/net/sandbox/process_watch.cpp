#include "net/sandbox/process_watch.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include <unistd.h>

#include "net/sandbox/proc_files.hpp"

namespace sendlab::net::sandbox {

namespace {

using namespace std::chrono_literals;
constexpr auto period = 200ms;

std::uint64_t private_bytes_of(const char* process) {
    std::array<char, 128> buffer;
    const auto text = read_proc(process, "statm", buffer);
    const auto resident = number_at(skip_words(text, 1));
    const auto shared = number_at(skip_words(text, 2));
    return (resident - std::min(shared, resident)) * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace

void measure(std::map<int, group_usage>& groups) {
    for_each_process([&](const char* process) {
        const auto found = groups.find(group_of(process));
        if (found == groups.end())
            return;
        ++found->second.processes;
        found->second.private_bytes += private_bytes_of(process);
    });
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
