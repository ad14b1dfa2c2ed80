#include "lambda/function_name.hpp"

#include <algorithm>

namespace sendlab::lambda {

namespace {

constexpr std::string_view arn_prefix = "arn:aws:lambda:";
constexpr std::string_view function_part = "function:";

/// Cuts the text up to the first colon off the front, and the colon with it.
std::string_view cut(std::string_view& text) {
    const auto end = std::min(text.find(':'), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

/// Letters, digits, hyphens and underscores.
bool is_word(std::string_view text, std::size_t longest) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), allowed);
}

error other_region(std::string_view region, std::string_view here) {
    std::string message = "Functions from '";
    message.append(region).append("' are not reachable in this region ('").append(here).append("')");
    return {errc::resource_not_found, std::move(message)};
}

} // namespace

std::string function_arn(const account_config& account, std::string_view name) {
    std::string arn{arn_prefix};
    arn.append(account.region).append(":").append(account.account_id).append(":function:").append(name);
    return arn;
}

bool is_function_name(std::string_view name) {
    return is_word(name, 64);
}

bool is_qualifier(std::string_view text) {
    return is_word(text, 128);
}

result<function_reference, error> resolve_function_name(const account_config& account,
                                                        std::string_view name_or_arn) {
    auto rest = name_or_arn;
    if (rest.starts_with(arn_prefix)) {
        rest.remove_prefix(arn_prefix.size());
        if (const auto region = cut(rest); region != account.region)
            return other_region(region, account.region);
    }
    if (rest.find(function_part) != std::string_view::npos) {
        if (cut(rest) != account.account_id || !rest.starts_with(function_part))
            return function_not_found(account, name_or_arn);
        rest.remove_prefix(function_part.size());
    }
    const auto name = cut(rest);
    if (!is_function_name(name) || (!rest.empty() && rest != "$LATEST" && !is_qualifier(rest)))
        return function_not_found(account, name, rest);
    return function_reference{name, rest};
}

error function_not_found(const account_config& account, std::string_view name, std::string_view version) {
    auto message = "Function not found: " + function_arn(account, name);
    if (!version.empty())
        message.append(":").append(version);
    return {errc::resource_not_found, std::move(message)};
}

} // namespace sendlab::lambda
