#include "smtp/extension_set.hpp"

#include <algorithm>
#include <array>

#include "base/ascii.hpp"
#include "smtp/text.hpp"

namespace sendlab::smtp {

namespace {

/// In the order of the enumerators.
constexpr std::array<std::string_view, 10> names{
    "PIPELINING",          "SIZE",     "8BITMIME", "SMTPUTF8", "CHUNKING", "BINARYMIME", "DSN",
    "ENHANCEDSTATUSCODES", "STARTTLS", "AUTH",
};

} // namespace

std::string_view to_string(extension keyword) {
    return names[static_cast<std::size_t>(keyword)];
}

std::optional<extension> parse_extension(std::string_view keyword) {
    const auto found =
        std::ranges::find_if(names, [&](auto name) { return ascii::same_text(name, keyword); });
    if (found == names.end())
        return std::nullopt;
    return static_cast<extension>(found - names.begin());
}

} // namespace sendlab::smtp
