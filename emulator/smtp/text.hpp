// Small questions about text that the grammar of SMTP asks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace sendlab::smtp {

/// ASCII letters without case.
[[nodiscard]] bool begins_with_ignoring_case(std::string_view text, std::string_view beginning);

/// Has a byte below a blank, or DEL.
[[nodiscard]] bool has_control(std::string_view text);

/// Of xtext, in which "+2B" is a plus sign (RFC 3461, section 4); nothing if it is not xtext.
[[nodiscard]] std::optional<std::string> xtext_decoded(std::string_view text);

} // namespace sendlab::smtp
