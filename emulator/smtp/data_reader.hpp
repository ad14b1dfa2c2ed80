// The text behind DATA: finds its end, removes dot-stuffing (RFC 5321, section 4.5.2), and sees what should
// not be there.
//
// The end is CRLF.CRLF and nothing else. A dot counts as first of a line only behind CRLF, so that LF.LF,
// LF.CRLF, CR.CR and their kin are text (CVE-2023-51764 and its relatives).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "smtp/received_message.hpp"
#include "smtp/text_sink.hpp"

namespace sendlab::smtp {

/// Takes input in pieces of any size; each octet is looked at once and copied once.
class data_reader {
public:
    /// Lines with more than `longest_line` octets, end of line included, are a flaw; 0: none is.
    void start(std::size_t longest_line);

    /// Reads on, and takes what it has read off the front of the input; puts text into the sink. True once
    /// the end mark has been read: what is left of the input stands behind it.
    bool read(std::string_view& input, text_sink& into);

    [[nodiscard]] const text_flaws& flaws() const { return flaws_; }

private:
    enum class place : std::uint8_t {
        line_start, // behind CRLF
        in_line,
        behind_cr,
        behind_dot,    // which stands first in its line and may be the end mark's
        behind_dot_cr, // likewise
    };
    struct cursor;

    bool step(cursor& at);
    void read_line(cursor& at);
    void read_behind_cr(cursor& at);
    bool read_behind_dot_cr(cursor& at);
    void end_line(std::size_t octets);

    place place_ = place::line_start;
    std::size_t longest_line_ = 0;
    std::size_t line_octets_ = 0; // of the line so far
    text_flaws flaws_;
};

} // namespace sendlab::smtp
