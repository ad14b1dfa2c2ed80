// Cuts what a process writes into lines for the function's log, in bounded memory whatever it writes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "lambda/handler.hpp"

namespace sendlab::net::sandbox {

class log_splitter {
public:
    /// A longer line goes on in the next: the size of an event in CloudWatch Logs.
    static constexpr std::size_t line_limit = 256 * 1024;
    /// What an invocation writes beyond that is counted and left out.
    static constexpr std::uint64_t invocation_limit = 4 * 1024 * 1024;

    /// Without a sink everything is left out.
    void write_to(lambda::log_sink sink) { sink_ = std::move(sink); }

    void add(std::string_view bytes);
    /// The process has ended or is frozen: a line that has no end yet ends here, and it is told how much has
    /// been left out.
    void flush();
    /// Another invocation, another limit.
    void begin();
    /// A line of the emulator's own.
    void add_line(std::string_view line);

private:
    void end_line();

    lambda::log_sink sink_;
    std::string line_;
    std::uint64_t written_ = 0; // by the invocation, as far as it was kept
    std::uint64_t left_out_ = 0;
};

} // namespace sendlab::net::sandbox
