// E-mail addresses as SES reads them.
#pragma once

#include <string_view>

namespace sendlab::ses {

/// "a@b" of "Name <a@b>"; other text as it is, without the blanks around it.
[[nodiscard]] std::string_view bare_address(std::string_view text);

/// An address cut at its last @. Without an @ (a domain as an identity) the local part is empty.
struct address_parts {
    std::string_view local;
    std::string_view domain;
};
[[nodiscard]] address_parts split(std::string_view bare);

/// Is there something on both sides of the last @?
[[nodiscard]] bool has_domain(std::string_view address);

/// Why SES refuses an address, in its words (those of jakarta.mail's InternetAddress); empty if it does not.
[[nodiscard]] std::string_view problem_with(std::string_view address);

/// Compare as DNS does: a letter of ASCII is equal to itself in the other case.
[[nodiscard]] bool equal_in_any_case(std::string_view a, std::string_view b);
[[nodiscard]] bool less_in_any_case(std::string_view a, std::string_view b);

} // namespace sendlab::ses
