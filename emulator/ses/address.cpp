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

bool equal_in_any_case(std::string_view a, std::string_view b) {
    return ascii::same_text(a, b);
}

bool less_in_any_case(std::string_view a, std::string_view b) {
    return std::ranges::lexicographical_compare(a, b, {}, ascii::lower, ascii::lower);
}

} // namespace sendlab::ses
