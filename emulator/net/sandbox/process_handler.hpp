// One environment of a function: a process on the Runtime API behind the handler port. Its process is frozen
// between invocations, so that what the code left behind goes on in the next one and not before.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "lambda/code_host.hpp"
#include "lambda/handler.hpp"
#include "net/sandbox/log_splitter.hpp"
#include "net/sandbox/runtime_process.hpp"
#include "net/sandbox/start_plan.hpp"
#include "time/scheduler.hpp"

namespace sendlab::net::sandbox {

class process_watch;

class process_handler final : public lambda::handler, private runtime_process::listener {
public:
    /// The plan says how its processes are started; all else outlives the handler.
    process_handler(boost::asio::io_context& io, scheduler& clock, process_watch& watch,
                    std::unique_ptr<start_plan> plan);
    ~process_handler() override;

    void init(bool cold, std::function<void()> ready) override;
    void start(const lambda::invocation& run, std::function<void(lambda::handler_result)> done) override;
    void terminate() override;
    void write_log_to(lambda::log_sink sink) override { log_.write_to(std::move(sink)); }
    [[nodiscard]] std::uint32_t peak_memory_mb() const override;

private:
    /// Why there is no process: what it said itself, or what the emulator says of it.
    struct failed_start {
        std::string payload; // empty: `message` says it
        std::string type;
        std::string message;
    };

    void on_idle(std::optional<runtime_answer> answer) override;
    void on_init_error(std::string payload) override;
    void on_output(std::string_view bytes) override { log_.add(bytes); }
    void on_exit(child_exit end) override;

    void start_process();
    void watch();
    void stop_process();
    void on_start_failed(failed_start why);
    void fail_start();
    void deliver();
    void finish(lambda::handler_result result);
    [[nodiscard]] std::uint64_t peak_memory() const;
    [[nodiscard]] std::string for_request(const std::string& message) const;

    boost::asio::io_context& io_;
    scheduler& clock_;
    process_watch& watch_;
    std::unique_ptr<start_plan> plan_;
    log_splitter log_;
    std::unique_ptr<runtime_process> process_;
    std::uint64_t peak_ = 0; // of the processes that have ended
    bool out_of_memory_ = false;

    // Of the Init phase
    bool cold_ = false;
    time_point init_began_{};
    std::function<void()> ready_;
    std::optional<failed_start> failed_start_;

    // Of the Invoke phase
    const lambda::invocation* run_ = nullptr;
    std::function<void(lambda::handler_result)> done_;
};

} // namespace sendlab::net::sandbox
