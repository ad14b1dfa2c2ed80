// Messages are numbered; clients made for Mailpit want ids of 22 letters and digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sendlab::mailbox {

/// The number in base 62 (digits, capitals, small letters), filled up with zeros to 22 characters: ids that
/// sort as the messages came, and are the same in every run.
[[nodiscard]] std::string message_name(std::uint64_t id);

/// The number of a name; also of a plain decimal number. Nothing for any other text.
[[nodiscard]] std::optional<std::uint64_t> message_number(std::string_view name);

} // namespace sendlab::mailbox
