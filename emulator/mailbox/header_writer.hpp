// Header fields of a message (RFC 5322): folded at 76 columns, and closed to whoever would smuggle in fields
// of his own.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/time_types.hpp"

namespace sendlab::mailbox {

/// Writes fields to the end of a string. Control characters in a value, line ends among them, become blanks:
/// a value never begins another field. Text is UTF-8.
class header_writer {
public:
    explicit header_writer(std::string& out) : out_{out} {}

    /// A value that is written as it is.
    void plain(std::string_view name, std::string_view value);
    /// A subject: encoded words where it is not ASCII, folded where it is long. ASCII stays as it is, so that
    /// encoded words which the caller has made remain what they are.
    void text(std::string_view name, std::string_view value);
    /// Mailboxes, "a@b" or "Name <a@b>": names are quoted or encoded where they must be. No field if there
    /// are none.
    void addresses(std::string_view name, std::span<const std::string> mailboxes);
    /// "Thu, 01 Jan 2026 00:00:00 +0000"
    void date(std::string_view name, time_point when);
    /// A value with a file name as its parameter (RFC 2183), by RFC 2231 where it is long or not ASCII.
    void attachment(std::string_view name, std::string_view disposition, std::string_view file_name);

private:
    void begin(std::string_view name);
    void end() { out_ += "\r\n"; }
    [[nodiscard]] std::size_t column() const;
    void folded(std::string_view value);
    void address(std::string_view mailbox);
    void display_name(std::string_view name);

    std::string& out_;
};

} // namespace sendlab::mailbox
