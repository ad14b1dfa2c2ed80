#include "api/live/environment_key.hpp"

#include <charconv>

namespace sendlab::api::live {

namespace {

constexpr std::string_view prefix = "ASIA";
constexpr std::size_t digits = 16;

} // namespace

std::optional<std::uint64_t> environment_in(std::string_view text) {
    const auto at = text.find(prefix);
    if (at == std::string_view::npos || text.size() < at + prefix.size() + digits)
        return std::nullopt;
    const auto number = text.substr(at + prefix.size(), digits);
    std::uint64_t environment = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), environment);
    const bool whole = parsed.ec == std::errc{} && parsed.ptr == number.data() + number.size();
    return whole ? std::optional{environment} : std::nullopt;
}

std::string access_key_of(std::uint64_t environment) {
    auto number = std::to_string(environment);
    return std::string{prefix} + std::string(digits - std::min(digits, number.size()), '0') + number;
}

std::optional<std::uint64_t> environment_of(const http_request& request) {
    const auto authorization = request.fields.get("Authorization");
    return environment_in(authorization.empty() ? request.query() : authorization);
}

} // namespace sendlab::api::live
