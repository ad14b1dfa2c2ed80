#include "mailbox/message_name.hpp"

#include <charconv>

namespace sendlab::mailbox {

namespace {

constexpr std::string_view digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::size_t name_length = 22;

std::optional<std::uint64_t> decimal(std::string_view text) {
    std::uint64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && stop == end ? std::optional{number} : std::nullopt;
}

} // namespace

std::string message_name(std::uint64_t id) {
    std::string name(name_length, digits.front());
    for (auto at = name.rbegin(); id != 0; ++at, id /= digits.size())
        *at = digits[id % digits.size()];
    return name;
}

std::optional<std::uint64_t> message_number(std::string_view name) {
    if (name.size() != name_length)
        return decimal(name);
    std::uint64_t number = 0;
    for (const char c : name) {
        const auto digit = digits.find(c);
        std::uint64_t next = 0;
        if (digit == std::string_view::npos || __builtin_mul_overflow(number, digits.size(), &next) ||
            __builtin_add_overflow(next, digit, &number))
            return std::nullopt;
    }
    return number;
}

} // namespace sendlab::mailbox
