// The keywords that the answer to EHLO may list.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace sendlab::smtp {

enum class extension : std::uint8_t {
    pipelining,            // RFC 2920
    size,                  // RFC 1870
    eight_bit_mime,        // RFC 6152
    smtputf8,              // RFC 6531
    chunking,              // RFC 3030
    binarymime,            // RFC 3030; needs chunking
    dsn,                   // RFC 3461
    enhanced_status_codes, // RFC 2034
    starttls,              // RFC 3207
    auth,                  // RFC 4954
};

/// "PIPELINING", "SIZE" and so on.
[[nodiscard]] std::string_view to_string(extension keyword);
/// In any case.
[[nodiscard]] std::optional<extension> parse_extension(std::string_view keyword);

/// The extensions that a server offers. One that is hidden does not exist: its commands are unknown and its
/// parameters are refused, as by a server that has never heard of it.
class extension_set {
public:
    /// All of them.
    constexpr extension_set() = default;
    constexpr extension_set(std::initializer_list<extension> members) : bits_{0} {
        for (const auto member : members)
            bits_ |= bit(member);
    }

    constexpr void hide(extension keyword) { bits_ &= ~bit(keyword); }
    [[nodiscard]] constexpr bool contains(extension keyword) const { return (bits_ & bit(keyword)) != 0; }

private:
    static constexpr unsigned bit(extension keyword) { return 1U << static_cast<unsigned>(keyword); }

    unsigned bits_ = ~0U;
};

/// What Amazon SES offers (developer guide, "Using the command line to send email using the Amazon SES SMTP
/// interface").
inline constexpr extension_set ses_extensions{extension::eight_bit_mime, extension::size, extension::starttls,
                                              extension::auth};

} // namespace sendlab::smtp
