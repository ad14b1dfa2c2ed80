// The header of a message, field by field, as it stands there (RFC 5322, section 2.2): for all that must be
// quick, or exact to the byte. Reading for people, with everything decoded, is parsed_mail's.
#pragma once

#include <string>
#include <string_view>

namespace sendlab::mailbox {

struct raw_field {
    std::string_view name;  // without blanks at its end
    std::string_view value; // behind the colon, with its folds, without the last line end
    std::string_view whole; // with the line end
};

/// Goes through the header of a message. Lines may end with CRLF or LF. A line that is no field ends the
/// header, as mail programs have it: what follows is taken for the body.
class header_fields {
public:
    explicit header_fields(std::string_view message) : rest_{message} {}

    /// False at the end of the header.
    bool next(raw_field& out);
    /// Once next() has returned false: what stands behind the header and its empty line.
    [[nodiscard]] std::string_view body() const;

private:
    std::string_view rest_;
};

/// The first field of this name, in any case; empty if there is none.
[[nodiscard]] std::string_view first_field(std::string_view message, std::string_view name);

/// A value in one line, without blanks at its ends.
[[nodiscard]] std::string unfolded(std::string_view value);

/// The Message-ID without its angle brackets; empty if there is none.
[[nodiscard]] std::string message_id_of(std::string_view message);

/// Compare as field names do: letters of ASCII in any case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);

} // namespace sendlab::mailbox
