// "KEYWORD=value KEYWORD", behind the path of MAIL and RCPT (RFC 5321, section 4.1.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sendlab::smtp {

struct parameter {
    std::string_view keyword;
    std::optional<std::string_view> value;
};

/// The most that one command may have; there are not so many keywords.
inline constexpr std::size_t most_parameters = 16;

/// In order; nothing if the text is not by the grammar, or names a keyword twice.
[[nodiscard]] std::optional<std::vector<parameter>> parse_parameters(std::string_view text);

/// Of digits alone, up to 20 of them (RFC 1870, section 4); what 64 bits do not hold is the largest number
/// that they do.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view digits);

} // namespace sendlab::smtp
