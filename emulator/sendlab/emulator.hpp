// The live emulator inside a test program: S3, Lambda, SES and SMTP on free ports of the loopback, for code that speaks
// to AWS by its SDK or to a mail server by SMTP.
//
//     sendlab::emulator emulator{R"({"setup": {"functions": [{"code": "handler/"}]}})"};
//     for (const auto& [name, value] : emulator.environment())
//         setenv(name.c_str(), value.c_str(), 1);
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sendlab/world.hpp"

namespace sendlab {

/// Runs on a thread of its own, in real time. May be asked from any thread; what it answers is as of now.
class emulator {
public:
    /// Empty and as fast as it can be. Throws std::runtime_error where no port can be had.
    emulator();
    /// Ready when it returns: the scenario's bucket, functions and notifications are there, its latencies and faults
    /// act. Throws scenario_error, and std::runtime_error where a folder with code cannot be read.
    explicit emulator(std::string_view scenario);
    /// The same, and what it keeps in the folder survives it, also where the test is killed: `sendlab serve --data-dir`. Throws
    /// std::runtime_error where the folder cannot be used.
    emulator(std::string_view scenario, const std::filesystem::path& data_dir);
    [[nodiscard]] static emulator from_file(const std::filesystem::path& scenario);
    /// Ends the handlers' processes; the ports are free again.
    ~emulator();
    emulator(emulator&&) noexcept;
    emulator& operator=(emulator&&) noexcept;

    [[nodiscard]] const std::string& endpoint() const; // "http://127.0.0.1:41234": AWS_ENDPOINT_URL
    [[nodiscard]] const std::string& page() const; // "http://127.0.0.1:41235": for people, and Mailpit's API
    [[nodiscard]] std::uint16_t smtp_port() const;
    /// What `sendlab exec` sets for its command: AWS_ENDPOINT_URL, credentials, region, SMTP_HOST, SMTP_PORT, ...
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& environment() const;

    /// Puts the clock forward, by at most a year, and waits until what was due has happened: retries after their minutes,
    /// lifecycle rules. While code runs the clock goes on as time does. Throws std::invalid_argument for other durations,
    /// and std::logic_error while another thread or client puts the clock forward.
    void advance(duration by);

    [[nodiscard]] std::vector<received_mail> mailbox() const;
    [[nodiscard]] std::vector<attempt> attempts() const;
    [[nodiscard]] totals count() const;
    [[nodiscard]] bill cost() const;

private:
    struct impl;
    explicit emulator(std::unique_ptr<impl> made);
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab
