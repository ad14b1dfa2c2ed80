#include "planner/plan_request.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace sendlab::planner {

namespace {

struct range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::uint32_t step = 1;
};

std::optional<std::uint32_t> parse_number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value == 0 || value > largest_value)
        return std::nullopt;
    return value;
}

/// The part before `mark`, which is removed from `text` with it; all of it where there is no mark.
std::string_view cut(std::string_view& text, std::string_view mark) {
    const auto at = text.find(mark);
    const auto head = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + mark.size());
    return head;
}

/// "25", "1..200" or "1..200/5".
std::optional<range> parse_range(std::string_view text) {
    const bool stepped = text.find('/') != std::string_view::npos;
    const bool spanned = text.find("..") != std::string_view::npos;
    std::string_view step = text;
    std::string_view last = cut(step, "/");
    const auto first = parse_number(cut(last, ".."));
    const auto to = spanned ? parse_number(last) : first;
    const auto by = stepped ? parse_number(step) : 1U;
    if (!first || !to || !by || (stepped && !spanned))
        return std::nullopt;
    return range{*first, *to, *by};
}

std::string quoted(std::string_view text) {
    return '"' + std::string{text} + '"';
}

void sort_unique(std::vector<std::uint32_t>& values) {
    std::ranges::sort(values);
    values.erase(std::ranges::unique(values).begin(), values.end());
}

} // namespace

result<std::vector<std::uint32_t>, list_error> parse_values(std::string_view text) {
    std::vector<std::uint32_t> values;
    do {
        const bool more = text.find(',') != std::string_view::npos;
        const auto part = cut(text, ",");
        const auto span = parse_range(part);
        if (!span || (more && text.empty()))
            return list_error{
                quoted(more && span ? "" : part) +
                " is no value of EMAILS_PER_FILE, expected whole numbers from 1 to 1000000 such "
                "as 25, 5,10,25, 1..200 or 1..200/5"};
        if (span->last < span->first)
            return list_error{quoted(part) + " runs backwards, expected the smaller number first"};
        if ((span->last - span->first) / span->step + values.size() >= most_values)
            return list_error{"more than 10000 values, expected fewer: 1..200/5 takes every fifth"};
        for (auto value = span->first; value <= span->last; value += span->step)
            values.push_back(value);
    } while (!text.empty());
    sort_unique(values);
    return values;
}

result<plan_request::share, list_error> parse_share(std::string_view text) {
    std::string_view of = text;
    const auto number = parse_number(cut(of, "/"));
    const auto count = parse_number(of);
    if (!number || !count || *number > *count)
        return list_error{quoted(text) + " is no shard, expected I/N such as 2/7"};
    return plan_request::share{*number, *count};
}

std::vector<std::uint32_t> starting_grid(std::uint32_t own) {
    std::vector<std::uint32_t> grid{1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 70, 100, 150, 200, own};
    sort_unique(grid);
    return grid;
}

} // namespace sendlab::planner
