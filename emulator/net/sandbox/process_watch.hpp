// Keeps running environments within their memory and number of processes. The system's own limits count
// address space and users' processes, neither of which is what Lambda limits, so somebody has to look.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace sendlab::net::sandbox {

/// What a process group occupies.
struct group_usage {
    std::uint64_t private_bytes = 0; // resident, not shared with files
    std::uint32_t processes = 0;
};

class process_watch {
public:
    static constexpr std::uint32_t most_processes = 1024;

    explicit process_watch(boost::asio::io_context& io)
        : timer_{io}, self_{std::make_shared<process_watch*>(this)} {}

    /// Looks at the group every 200 ms until it is forgotten; `exceeded` is called once, from the io_context.
    void add(int group, std::uint64_t private_bytes, std::function<void()> exceeded);
    void forget(int group) { groups_.erase(group); }

private:
    struct watched {
        std::uint64_t private_bytes = 0;
        std::function<void()> exceeded;
    };

    void wait();
    void look();

    boost::asio::steady_timer timer_;
    std::map<int, watched> groups_;
    bool waiting_ = false;
    std::shared_ptr<process_watch*> self_; // tells a timer that was on its way that nobody is left
};

/// Of all groups named, in one walk through /proc.
void measure(std::map<int, group_usage>& groups);

/// The most memory that a process has had since its start (VmHWM), in bytes; 0 if it has ended.
[[nodiscard]] std::uint64_t peak_memory(int process);

} // namespace sendlab::net::sandbox
