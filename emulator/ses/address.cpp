#include "ses/address.hpp"

#include <algorithm>

namespace sendlab::ses {

namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

} // namespace

std::string_view bare_address(std::string_view text) {
    text = trimmed(text);
    if (!text.ends_with('>'))
        return text;
    const auto open = text.rfind('<');
    return open == std::string_view::npos ? text : text.substr(open + 1, text.size() - open - 2);
}

address_parts split(std::string_view bare) {
    const auto at = bare.rfind('@');
    if (at == std::string_view::npos)
        return {{}, bare};
    return {bare.substr(0, at), bare.substr(at + 1)};
}

bool has_domain(std::string_view address) {
    const auto parts = split(bare_address(address));
    return !parts.local.empty() && !parts.domain.empty();
}

bool equal_in_any_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool less_in_any_case(std::string_view a, std::string_view b) {
    return std::ranges::lexicographical_compare(a, b, {}, lower, lower);
}

} // namespace sendlab::ses
