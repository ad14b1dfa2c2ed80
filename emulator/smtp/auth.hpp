// AUTH with the mechanisms PLAIN (RFC 4616) and LOGIN (no RFC; as every server speaks it), RFC 4954.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sendlab::smtp {

struct auth_credentials {
    std::string user;
    std::string password;
};

/// The exchange behind one AUTH command. A mechanism may take none, one or two responses.
class auth_exchange {
public:
    enum class outcome : std::uint8_t {
        challenge,         // 334 with challenge(), then respond() with what the client answers
        complete,          // credentials() are there
        unknown_mechanism, // 504 5.5.4
        not_base64,        // 501 5.5.2
        malformed,         // 501 5.5.2: base64 of something else
        cancelled,         // 501 5.7.0: the client sent "*"
    };

    /// Of "PLAIN", "PLAIN AGEAYg==", "LOGIN": what follows "AUTH ". "=" is an empty initial response.
    outcome start(std::string_view argument);
    /// A line that the client sent after a challenge.
    outcome respond(std::string_view line);

    /// In base64.
    [[nodiscard]] std::string_view challenge() const { return challenge_; }
    [[nodiscard]] const auth_credentials& credentials() const { return credentials_; }

private:
    enum class awaited : std::uint8_t { plain, login_user, login_password };

    outcome ask(awaited what);
    outcome take(std::string bytes);
    outcome take_plain(std::string_view bytes);

    awaited awaited_ = awaited::plain;
    std::string_view challenge_;
    auth_credentials credentials_;
};

/// The password that belongs to a secret access key at Amazon SES's SMTP interface; the user is the access
/// key id (SES developer guide, "Obtaining Amazon SES SMTP credentials", signature version 4).
[[nodiscard]] std::string ses_smtp_password(std::string_view secret_access_key, std::string_view region);

} // namespace sendlab::smtp
