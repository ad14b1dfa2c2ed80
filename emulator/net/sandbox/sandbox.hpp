// Runs functions as child processes: the code_host of the live emulator. How it goes together with the rest:
//
//     net::sandbox::sandbox host{io, clock, settings};
//     lambda::lambda_service functions{clock, random, account, observer};
//     api::lambda_rest rest{functions, clock, host, fetch_object};
//     host.set_endpoint("http://127.0.0.1:4566");     // once the port is known
//
// rest takes archives to the host and gives what comes back (a lambda::handler_factory) to the functions. The
// host outlives both.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "lambda/code_host.hpp"
#include "net/sandbox/sandbox_settings.hpp"
#include "time/scheduler.hpp"

namespace sendlab::net::sandbox {

class sandbox final : public lambda::code_host {
public:
    /// Makes a private folder for code and environments; it goes with the sandbox. Throws
    /// std::filesystem::filesystem_error where that is not possible.
    sandbox(boost::asio::io_context& io, scheduler& clock, sandbox_settings settings);
    /// No handler that this has made may be left.
    ~sandbox() override;

    /// Where handlers find the emulator (AWS_ENDPOINT_URL; with a port, SMTP_HOST and SMTP_PORT), from the next start of a
    /// process on.
    void set_endpoint(std::string url, std::uint16_t smtp_port = 0);

    [[nodiscard]] code_result unpack(blob_ptr zip) override;
    [[nodiscard]] code_result use_folder(const std::string& path) override;
    [[nodiscard]] lambda::handler_factory run(lambda::program what) override;

private:
    struct impl;
    std::unique_ptr<impl> impl_;
};

} // namespace sendlab::net::sandbox
