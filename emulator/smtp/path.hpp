// Addresses in MAIL and RCPT (RFC 5321, sections 4.1.2 and 4.1.3; RFC 6531, section 3.3).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace sendlab::smtp {

enum class path_error : std::uint8_t {
    brackets,   // not of the form <...>
    syntax,     // no mailbox: no "@", an empty label, a character that must be quoted
    local_part, // more than 64 octets (4.5.3.1.1)
    domain,     // more than 255 octets (4.5.3.1.2)
};

enum class path_use : std::uint8_t {
    reverse, // of MAIL: may be empty, <>
    forward, // of RCPT: may be <Postmaster>
};

struct path {
    std::string_view mailbox; // without brackets and source route
    std::string_view rest;    // what follows the closing bracket
};

/// Reads the path that text begins with. Octets from 0x80 count as letters: whether they are UTF-8, and
/// allowed, depends on parameters that stand behind the path.
[[nodiscard]] result<path, path_error> parse_path(std::string_view text, path_use use);

} // namespace sendlab::smtp
