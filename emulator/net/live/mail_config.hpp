// How the live emulator takes mail over SMTP, and what it keeps of all mail.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mailbox/mailbox.hpp"
#include "smtp/extension_set.hpp"
#include "smtp/policy.hpp"
#include "smtp/session_settings.hpp"

namespace sendlab::net {

struct smtp_config {
    std::uint16_t port = 1025;             // 0: a free one
    std::optional<std::uint16_t> tls_port; // where TLS comes first; 0: a free one
    /// As Amazon SES's SMTP interface: its keywords, TLS, its credentials, the account's rate and quota, and
    /// identities. Else any credentials do, and only faults refuse.
    bool as_ses = false;
    std::vector<smtp::extension> hidden{};
    smtp::bare_line_ends line_ends = smtp::bare_line_ends::refuse;
    std::size_t connections = 10'000;       // at once; one more is told 421
    std::uint32_t messages_per_session = 0; // one more MAIL is told 421; 0: no limit
};

struct mailbox_config {
    mailbox::keeping mode = mailbox::keeping::everything;
    mailbox::retention limits{.bytes = 1024ULL * 1024 * 1024};
    std::string copy_field = "Message-ID"; // says which e-mail a message is
};

} // namespace sendlab::net
