#include "ses/address.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace sendlab::ses {

std::string_view bare_address(std::string_view text) {
    text = ascii::trimmed(text);
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

std::string_view problem_with(std::string_view address) {
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == 0x7f; };
    const auto is_control_or_blank = [&](char c) { return c == ' ' || is_control(c); };
    const auto [local, domain] = split(bare_address(address));
    const bool quoted = local.size() > 1 && local.front() == '"' && local.back() == '"';
    if (local.empty() || domain.empty())
        return "Missing final '@domain'";
    if (quoted ? std::ranges::any_of(local, is_control) : std::ranges::any_of(local, is_control_or_blank))
        return "Local address contains control or whitespace";
    if (std::ranges::any_of(domain, is_control_or_blank))
        return "Domain contains control or whitespace";
    return {};
}

bool equal_in_any_case(std::string_view a, std::string_view b) {
    return ascii::same_text(a, b);
}

bool less_in_any_case(std::string_view a, std::string_view b) {
    return std::ranges::lexicographical_compare(a, b, {}, ascii::lower, ascii::lower);
}

} // namespace sendlab::ses
