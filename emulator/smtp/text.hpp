// Small questions about text that the grammar of SMTP asks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.hpp"

namespace sendlab::smtp {

/// ASCII letters without case.
[[nodiscard]] bool begins_with_ignoring_case(std::string_view text, std::string_view beginning);

/// Valid by RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);
/// Has a byte below a blank, or DEL.
[[nodiscard]] bool has_control(std::string_view text);

/// Of xtext, in which "+2B" is a plus sign (RFC 3461, section 4); nothing if it is not xtext.
[[nodiscard]] std::optional<std::string> xtext_decoded(std::string_view text);

} // namespace sendlab::smtp
