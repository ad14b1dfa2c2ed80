// The emulator in real time: the services, and the ports on which they are asked.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "api/live/live_routes.hpp"
#include "api/localstack_routes.hpp"
#include "base/result.hpp"
#include "net/live/mail_config.hpp"
#include "net/live/plan_worker.hpp"
#include "pipeline/run_result.hpp"
#include "pipeline/settings.hpp"

namespace boost::asio {
class io_context;
}

namespace sendlab::net {

class live_application;

struct live_config {
    std::string host = "127.0.0.1";
    std::uint16_t edge_port = 4566; // 0: a free one; so for the other one
    std::uint16_t mail_port = 8025;
    smtp_config smtp{};
    mailbox_config mailbox{};
    std::vector<std::string> hosts{}; // names that browsers may call it by, besides those of this machine
    bool verify_signatures = false;
    std::string version;
    pipeline::settings scenario{}; // its S3, Lambda, SES and SMTP, live
    bool from_file = false;        // the scenario is the user's: its bucket and setup are made at the start
    /// Reads {"faults": [...]} as a scenario file has it, or says what is wrong with it.
    std::function<result<std::vector<faults::fault_settings>, std::string>(std::string_view)> read_faults{};
    /// An account of what has happened, as JSON: what `sendlab run --json` writes of a run.
    std::function<std::string(const pipeline::run_result&)> write_report{};
    plan_maker plan{}; // of the scenario; empty: there is none worth planning
    /// Handlers that run at once, at most; those that the machine cannot run well wait for it. 0: two for each of its
    /// processors.
    std::uint32_t parallel_attempts = 0;
    /// Invocations that are told of, at most: of older ones those that are over are forgotten, and counted.
    std::size_t keep_invocations = 10'000;
    /// Where objects, functions and mail survive the process; empty: in memory only.
    std::string data_dir{};
    /// A line of the log: calls, function logs, what went wrong inside.
    std::function<void(std::string_view)> log = [](std::string_view) {};
};

/// What was done while it ran, for the end of `sendlab exec`.
struct live_summary {
    api::live::call_counts calls;
    std::uint64_t messages = 0; // that were accepted, by SES or SMTP
};

/// A port that cannot be had.
struct port_error : std::runtime_error {
    bool taken; // by another program; else the address is none of this machine, or nobody may
    port_error(const std::string& why, bool by_another) : runtime_error{why}, taken{by_another} {}
};

/// Belongs to the thread that runs the io_context, which must outlive it.
class live_emulator {
public:
    /// Listens when it returns, and what the scenario sets up is there. Throws port_error, setup_error and storage_error.
    live_emulator(boost::asio::io_context& io, live_config config);
    /// Closes everything, and ends the handlers' processes.
    ~live_emulator();
    live_emulator(const live_emulator&) = delete;
    live_emulator& operator=(const live_emulator&) = delete;

    [[nodiscard]] const api::emulator_facts& facts() const;
    [[nodiscard]] std::string endpoint() const; // "http://127.0.0.1:4566"
    [[nodiscard]] live_summary summary() const;
    /// What has happened so far, as the numbers of a run (api/live/live_report.hpp).
    [[nodiscard]] pipeline::run_result result() const;
    [[nodiscard]] const api::live::invocation_log& invocations() const;
    [[nodiscard]] const mailbox::mailbox& mail() const;

    /// Puts the clock forward (net/live/clock_jump.hpp); `done` is called when all that was due has happened. False where
    /// that goes on already.
    [[nodiscard]] bool advance(duration by, std::function<void()> done);

    /// The scenario's application begins: its requests put files into the bucket when and as they do in a run. Once.
    live_application& start_application();

    /// Ends what is being answered, then nothing of it keeps the io_context running.
    void stop();

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::net
