// Lists in pages: a token says where the next one begins.
#pragma once

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sendlab::api {

template<class Iterator>
struct page {
    std::vector<Iterator> entries;
    std::string next_token; // empty: this was the last
};

/// The number that the text is, or `otherwise`.
[[nodiscard]] inline std::size_t number_or(std::string_view text, std::size_t otherwise) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? number : otherwise;
}

/// What stands behind `token`, at most `size` entries of it; all, if `size` is no number above 0.
template<class Iterator>
[[nodiscard]] page<Iterator> page_of(Iterator begin, Iterator end, std::string_view token,
                                     std::string_view size) {
    page<Iterator> out;
    const auto start = number_or(token, 0);
    const auto wanted = number_or(size, 0);
    std::size_t index = 0;
    for (auto at = begin; at != end; ++at, ++index) {
        if (index < start)
            continue;
        if (wanted > 0 && out.entries.size() == wanted) {
            out.next_token = std::to_string(index);
            break;
        }
        out.entries.push_back(at);
    }
    return out;
}

} // namespace sendlab::api
