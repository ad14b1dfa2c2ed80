// One accepted message, as it is kept.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time_types.hpp"

namespace sendlab::mailbox {

enum class transport { ses, smtp };

/// Which e-mail of the pipeline a message is, and which attempt sent it. Messages of one file and position
/// are copies of one e-mail.
struct origin {
    /// Of a live message of which only the invocation is known.
    static constexpr std::uint32_t unknown_position = UINT32_MAX;

    std::string file_key;
    std::uint32_t position = 0; // in the file, from 0
    std::uint32_t attempt = 1;  // of the invocation, from 1
    std::string request_id;     // of the invocation

    friend bool operator==(const origin&, const origin&) = default;
};

struct message {
    std::uint64_t id = 0; // given by the mailbox: 1, 2, 3, ... in the order of acceptance
    time_point accepted{};
    transport via = transport::ses;
    bool read = false;
    std::string from; // of the envelope, as are the recipients
    std::vector<std::string> recipients;
    std::uint64_t size = 0;                 // in bytes, also where the bytes are not kept
    std::shared_ptr<const std::string> raw; // the message as it came; null where it is not kept
    std::optional<sendlab::mailbox::origin> origin;

    std::string ses_id;     // what SES answered; empty for mail that came otherwise
    std::string message_id; // the Message-ID field without its brackets; read from `raw` unless it is given
    std::vector<std::string> tags;

    /// What copies of one e-mail have in common (mailbox/copies). The mailbox fills in those that are 0.
    std::uint64_t identity_key = 0;
    std::uint64_t content_key = 0;
};

} // namespace sendlab::mailbox
