#include "s3/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace sendlab::s3 {

namespace {

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (wrong != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

error unsatisfiable(std::string_view text, std::uint64_t total) {
    return make_error(errc::invalid_range,
                      {{"RangeRequested", std::string{text}}, {"ActualObjectSize", std::to_string(total)}});
}

} // namespace

result<std::optional<byte_range>, error> parse_range(std::string_view text, std::uint64_t total) {
    using answer = std::optional<byte_range>;
    constexpr std::string_view unit = "bytes=";
    const auto dash = text.find('-');
    if (!text.starts_with(unit) || dash == std::string_view::npos)
        return answer{};
    const auto first_text = text.substr(unit.size(), dash - unit.size());
    const auto last_text = text.substr(dash + 1);
    const auto first = number(first_text);
    const auto last = number(last_text);
    if (first_text.empty() && last) { // the last so many bytes
        if (*last == 0 || total == 0)
            return unsatisfiable(text, total);
        const auto size = std::min(*last, total);
        return answer{{total - size, size}};
    }
    if (!first || (!last && !last_text.empty()) || (last && *last < *first))
        return answer{};
    if (*first >= total)
        return unsatisfiable(text, total);
    const auto end = last ? std::min(*last, total - 1) + 1 : total;
    return answer{{*first, end - *first}};
}

} // namespace sendlab::s3
