#include "smtp/chunk_reader.hpp"

#include "base/ascii.hpp"
#include "smtp/parameters.hpp"
#include "smtp/text.hpp"

namespace sendlab::smtp {

std::optional<chunk> parse_chunk(std::string_view argument) {
    const auto number = argument.substr(0, argument.find(' '));
    const auto rest = argument.substr(number.size());
    const auto octets = parse_size(number);
    if (!octets || (!rest.empty() && !ascii::same_text(rest, " LAST")))
        return std::nullopt;
    return chunk{*octets, !rest.empty()};
}

} // namespace sendlab::smtp
