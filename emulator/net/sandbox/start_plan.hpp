// How the processes of one environment are started: the program of its runtime and the variables that Lambda
// sets (Lambda Developer Guide, "Defined runtime environment variables").
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lambda/code_host.hpp"
#include "net/sandbox/child_process.hpp"
#include "net/sandbox/interpreters.hpp"
#include "net/sandbox/private_folder.hpp"
#include "net/sandbox/sandbox_settings.hpp"

namespace sendlab::net::sandbox {

/// What all environments of a sandbox share.
struct premises {
    sandbox_settings settings;
    interpreters programs;
    std::string endpoint;           // the emulator's URL; empty: not known yet
    std::uint16_t smtp_port = 0;    // 0: there is none
    std::filesystem::path runtimes; // our runtime clients
    std::filesystem::path work;     // where environments get their folders
};

class start_plan {
public:
    /// The premises outlive the plan. `log_stream` is the environment's.
    start_plan(premises& shared, std::shared_ptr<const lambda::program> what, std::uint64_t environment,
               std::string log_stream)
        : shared_{shared},
          what_{std::move(what)},
          environment_{environment},
          log_stream_{std::move(log_stream)} {}

    /// For a process that finds the Runtime API at this port of the loopback interface. Throws std::system_error
    /// where the machine lacks the runtime, or room for the environment's folder.
    [[nodiscard]] child_command command(std::uint16_t port);
    [[nodiscard]] const std::string& function_arn() const { return what_->arn; }
    /// What its processes may occupy together.
    [[nodiscard]] std::uint64_t private_bytes() const;

private:
    [[nodiscard]] std::vector<std::string> arguments() const;
    [[nodiscard]] std::vector<std::string> node_arguments() const;
    [[nodiscard]] std::vector<std::string> python_arguments() const;
    [[nodiscard]] std::map<std::string, std::string> variables(const std::string& program) const;
    void add_function(std::map<std::string, std::string>& all) const;
    void add_emulator(std::map<std::string, std::string>& all) const;

    premises& shared_;
    std::shared_ptr<const lambda::program> what_;
    std::uint64_t environment_;
    std::string log_stream_;
    std::optional<private_folder> temporary_; // the environment's /tmp, from the first process to the last
};

} // namespace sendlab::net::sandbox
