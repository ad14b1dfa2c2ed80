#include "smtp/parameters.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/ascii.hpp"
#include "smtp/text.hpp"

namespace sendlab::smtp {

namespace {

bool is_keyword(std::string_view text) {
    return !text.empty() && ascii::is_letter_or_digit(text.front()) &&
           std::ranges::all_of(text, [](char c) { return ascii::is_letter_or_digit(c) || c == '-'; });
}

/// esmtp-value; octets from 0x80 by RFC 6531, section 3.3.
bool is_value(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return static_cast<unsigned char>(c) > ' ' && c != '=' && c != 0x7f;
    });
}

parameter split(std::string_view word) {
    const auto equals = word.find('=');
    if (equals == word.npos)
        return {word, std::nullopt};
    return {word.substr(0, equals), word.substr(equals + 1)};
}

} // namespace

std::optional<std::vector<parameter>> parse_parameters(std::string_view text) {
    std::vector<parameter> found;
    for (auto begin = text.find_first_not_of(' '); begin != text.npos; begin = text.find_first_not_of(' ')) {
        if (begin == 0) // "<a@b>SIZE=1"
            return std::nullopt;
        text.remove_prefix(begin);
        const auto next = split(text.substr(0, text.find(' ')));
        text.remove_prefix(std::min(text.size(), text.find(' ')));
        const auto same = [&](const parameter& p) { return ascii::same_text(p.keyword, next.keyword); };
        if (!is_keyword(next.keyword) || (next.value && !is_value(*next.value)) ||
            std::ranges::any_of(found, same) || found.size() == most_parameters)
            return std::nullopt;
        found.push_back(next);
    }
    return found;
}

std::optional<std::uint64_t> parse_size(std::string_view digits) {
    std::uint64_t size = 0;
    const auto* const end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, size);
    if (digits.empty() || digits.size() > 20 || parsed.ptr != end)
        return std::nullopt;
    return parsed.ec == std::errc::result_out_of_range ? std::numeric_limits<std::uint64_t>::max() : size;
}

} // namespace sendlab::smtp
