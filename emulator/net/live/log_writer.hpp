// Lines of the live log, to a reader who may not be reading: the world does not wait for it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace sendlab::net {

class log_writer {
public:
    explicit log_writer(int descriptor) : descriptor_{descriptor} {}

    /// Written at once, whole; or dropped, where a pipe is full. How many were dropped is said as soon as
    /// there is room again. CR, which handlers have in a text of several lines, begins a line that is indented; other
    /// control characters are shown as "?": a key or subject cannot forge a line.
    void write(std::string_view line);

private:
    bool write_now(std::string_view text);

    int descriptor_;
    std::uint64_t dropped_ = 0;
};

} // namespace sendlab::net
