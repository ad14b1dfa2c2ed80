// What functions' processes are given, whatever the function.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace sendlab::net::sandbox {

struct sandbox_settings {
    std::string region = "us-east-1";
    /// The access key id that an environment's code signs with: each may have its own, so that its calls can be
    /// told from others'.
    std::function<std::string(std::uint64_t environment)> access_key_id = [](std::uint64_t) {
        return std::string{"test"};
    };
    std::string secret_access_key = "test";
    std::string session_token = "test";
    std::string ca_bundle;    // PEM file for TLS connections to the emulator; empty: none
    std::string program_path; // where node and python3 are looked up, like PATH; empty: in PATH
    std::string node_path; // further folders with modules for Node.js, as AWS's image has its SDK (NODE_PATH)
    std::filesystem::path temporary = std::filesystem::temp_directory_path();
};

} // namespace sendlab::net::sandbox
