#include "s3/naming_rules.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/utf8.hpp"

namespace sendlab::s3 {

namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || ascii::is_digit(c);
}

bool is_reserved(std::string_view name) {
    constexpr std::string_view prefixes[] = {"xn--", "sthree-", "amzn-s3-demo-"};
    constexpr std::string_view suffixes[] = {"-s3alias", "--ols-s3", ".mrap", "--x-s3", "--table-s3"};
    return std::ranges::any_of(prefixes, [&](auto prefix) { return name.starts_with(prefix); }) ||
           std::ranges::any_of(suffixes, [&](auto suffix) { return name.ends_with(suffix); });
}

/// Four groups of digits: 192.168.5.4.
bool looks_like_ipv4(std::string_view name) {
    return std::ranges::count(name, '.') == 3 &&
           std::ranges::all_of(name, [](char c) { return ascii::is_digit(c) || c == '.'; });
}

} // namespace

bool is_bucket_name(std::string_view name) {
    const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '-'; };
    return name.size() >= 3 && name.size() <= 63 && std::ranges::all_of(name, allowed) &&
           is_letter_or_digit(name.front()) && is_letter_or_digit(name.back()) &&
           name.find("..") == std::string_view::npos && !looks_like_ipv4(name) && !is_reserved(name);
}

std::optional<error> key_error(std::string_view key) {
    if (key.size() > maximum_key_bytes)
        return make_error(errc::key_too_long, {{"Size", std::to_string(key.size())},
                                               {"MaxSizeAllowed", std::to_string(maximum_key_bytes)}});
    if (key.empty() || !is_utf8(key))
        return invalid_argument("A key is 1 to 1,024 bytes of UTF-8", "Key", std::string{key});
    return std::nullopt;
}

} // namespace sendlab::s3
