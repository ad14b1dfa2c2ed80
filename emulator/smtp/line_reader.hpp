// Cuts command lines out of the input (RFC 5321, sections 2.3.8 and 4.5.3.1.4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sendlab::smtp {

/// Keeps the beginning of a line until its end has come; never more than the limit.
class line_reader {
public:
    enum class outcome : std::uint8_t {
        incomplete,
        line,
        too_long, // it has been read to its end and is forgotten
        bare_lf,  // a line that ends with LF alone
        control,  // a line with a control character, such as NUL or a CR of its own
    };

    /// `command_line` is the limit for commands other than AUTH, MAIL and RCPT, in octets with CRLF.
    explicit line_reader(std::size_t command_line) : command_line_{command_line} {}

    /// Takes a line, or all that there is of it, off the front of the input. `response`: the line answers a
    /// challenge of AUTH.
    outcome read(std::string_view& input, bool response);

    /// After line and bare_lf: without its end. Valid until the next call, and as long as the input.
    [[nodiscard]] std::string_view line() const { return line_; }
    /// Nothing of another line has come.
    [[nodiscard]] bool idle() const { return begun_.empty() && !too_long_; }

private:
    [[nodiscard]] std::size_t limit_of(std::string_view begun, bool response) const;
    outcome finish(std::string_view whole, bool response);

    std::size_t command_line_;
    std::string begun_; // a line without its end; once finished, what line_ points to
    std::string_view line_;
    bool finished_ = true; // begun_ is of no use any more
    bool too_long_ = false;
};

} // namespace sendlab::smtp
