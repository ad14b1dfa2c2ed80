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
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
               c == '_';
    };
    return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), allowed);
}

result<std::string_view, error> resolve_function_name(const account_config& account,
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
    if (!is_function_name(name) || (!rest.empty() && rest != "$LATEST"))
        return function_not_found(account, name, rest);
    return name;
}

error function_not_found(const account_config& account, std::string_view name, std::string_view version) {
    auto message = "Function not found: " + function_arn(account, name);
    if (!version.empty())
        message.append(":").append(version);
    return {errc::resource_not_found, std::move(message)};
}

} // namespace sendlab::lambda
