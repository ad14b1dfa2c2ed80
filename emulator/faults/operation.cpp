#include "faults/operation.hpp"

#include <array>
#include <cassert>
#include <vector>

namespace sendlab::faults {

namespace {

using namespace std::string_view_literals;

/// In the order of the enumerators.
constexpr std::array names{"s3.put"sv,        "s3.get"sv,    "notification"sv, "lambda"sv,
                           "ses"sv,           "smtp"sv,      "smtp.connect"sv, "smtp.ehlo"sv,
                           "smtp.starttls"sv, "smtp.auth"sv, "smtp.mail"sv,    "smtp.rcpt"sv,
                           "smtp.data"sv,     "lambda"sv,    "smtp.data"sv};

} // namespace

std::string_view to_string(operation what) {
    return names.at(static_cast<std::size_t>(what));
}

std::optional<operation> parse_operation(std::string_view name) {
    if (constexpr auto suffix = ".latency"sv; name.ends_with(suffix))
        name.remove_suffix(suffix.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name)
            return static_cast<operation>(i);
    return std::nullopt;
}

std::string to_string(operation_set some) {
    std::vector<std::string_view> members;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (some.contains(static_cast<operation>(i)))
            members.push_back(names[i]);
    std::string text;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (i > 0)
            text += i + 1 < members.size() ? ", " : " or ";
        text += members[i];
    }
    return text;
}

} // namespace sendlab::faults
