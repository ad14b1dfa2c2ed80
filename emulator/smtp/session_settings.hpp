// How an SMTP server behaves.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "base/memory_share.hpp"
#include "smtp/extension_set.hpp"

namespace sendlab::smtp {

/// Octets include the end of line.
struct session_limits {
    std::uint64_t message = 40ULL * 1024 * 1024; // octets of text; SIZE announces it
    std::size_t recipients = 10'000;             // of one message; RFC 5321, 4.5.3.1.8 demands 100
    /// RFC 5321, 4.5.3.1.4. MAIL and RCPT may be 1,536 octets longer: SIZE adds 26, BODY 17, SMTPUTF8 10, AUTH
    /// and the parameters of DSN 500 each. AUTH may have 12,288 (RFC 4954, section 4).
    std::size_t command_line = 512;
    std::size_t text_line = 1000; // RFC 5321, 4.5.3.1.6; 0: any
    std::size_t errors = 100; // commands that are wrong by syntax or order; one more closes; 0: any number
};

/// What becomes of a text with LF or CR alone, which RFC 5321, 2.3.8 forbids. Either way only CRLF.CRLF ends a
/// text: nothing can be smuggled in behind LF.LF.
enum class bare_line_ends { refuse, keep };

/// Which credentials are good.
using credential_check = std::function<bool(std::string_view user, std::string_view password)>;

struct session_settings {
    std::string host = "localhost";         // as the greeting names the server
    std::string greeting = "ESMTP Sendlab"; // what follows the name
    std::string accepted = "Ok: queued as"; // what precedes the id of a message
    extension_set extensions{};
    session_limits limits{};
    bare_line_ends line_ends = bare_line_ends::refuse; // of commands too
    credential_check credentials{};                    // empty: all are good
    bool tls_available = false;                        // else STARTTLS is not offered
    bool require_tls = false;                          // MAIL only over TLS
    bool require_auth = false;                         // MAIL only after AUTH
    bool auth_needs_tls = false;                       // AUTH only over TLS
    bool refuse_early_talker = false;   // a client that speaks before the greeting is sent away
    bool keep_text = true;              // else texts are counted and forgotten
    memory_pool* text_memory = nullptr; // what the texts of all sessions may have together: 452; null: any
};

/// As Amazon SES's SMTP interface in a region behaves: its keywords, its limits, TLS and AUTH before MAIL. Its
/// throttling comes by a policy (smtp/ses_replies).
[[nodiscard]] session_settings ses_settings(std::string_view region);

} // namespace sendlab::smtp
