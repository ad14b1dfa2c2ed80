// The port behind which functions' code is kept and run: in real time, unpacked archives and child processes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/blob.hpp"
#include "base/result.hpp"
#include "lambda/handler.hpp"
#include "lambda/lambda_error.hpp"

namespace sendlab::lambda {

/// Code that has been checked and can be run. What it occupies is given back when nobody has it any more.
class function_code {
public:
    virtual ~function_code() = default;
    /// SHA-256 of the archive in base64, its size, and itself (null for a local folder).
    [[nodiscard]] virtual std::string sha256() const = 0;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    [[nodiscard]] virtual blob_ptr archive() const = 0;
    /// The local folder that stands for an archive; empty: it came as an archive.
    [[nodiscard]] virtual std::string folder() const = 0;
};

/// What the processes of a function are started from.
struct program {
    std::string name;
    std::string version = "$LATEST";
    std::string arn;     // with the version where that is a number
    std::string runtime; // "nodejs22.x"
    std::string handler; // "index.handler"
    std::uint32_t memory_mb = 128;
    std::map<std::string, std::string> variables;
    std::shared_ptr<const function_code> code;
};

class code_host {
public:
    using code_result = result<std::shared_ptr<const function_code>, error>;

    virtual ~code_host() = default;
    /// Unpacks a zip archive; what is none, too large, or would leave its folder is refused in AWS's words.
    [[nodiscard]] virtual code_result unpack(blob_ptr zip) = 0;
    /// A folder of this machine, used as it is: a change of its files shows in the next environment.
    [[nodiscard]] virtual code_result use_folder(const std::string& path) = 0;
    /// Makes the environments' instances. A runtime that this machine lacks shows when they are started.
    [[nodiscard]] virtual handler_factory run(program what) = 0;
};

} // namespace sendlab::lambda
