// What a client has handed over: the envelope and the text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time_types.hpp"
#include "smtp/reply.hpp"

namespace sendlab::smtp {

/// What BODY= declares the text to be (RFC 6152, RFC 3030).
enum class body_type : std::uint8_t { seven_bit, eight_bit_mime, binary_mime };

/// What a delivery status notification returns (RFC 3461, section 4.3).
enum class dsn_return : std::uint8_t { unspecified, full, headers };

/// When to send one, for a recipient (RFC 3461, section 4.1): bits, none of them where nothing was asked for.
struct dsn_notify {
    static constexpr std::uint8_t never = 1, success = 2, failure = 4, delay = 8;

    std::uint8_t bits = 0;
};

struct recipient {
    std::string mailbox; // "a@b", or "Postmaster"; a source route is dropped
    dsn_notify notify{};
    std::string original{}; // ORCPT, as it came: "rfc822;a+40b"
};

struct envelope {
    std::string from; // empty: the null reverse-path of a bounce
    std::vector<recipient> recipients;
    body_type body = body_type::seven_bit;
    bool smtputf8 = false;
    std::optional<std::uint64_t> declared_size; // SIZE=, in octets
    std::optional<std::string> submitter;       // AUTH=, decoded; empty for <>
    dsn_return returns = dsn_return::unspecified;
    std::string envelope_id; // ENVID, as it came
};

/// Of what does not stand in a text that keeps to RFC 5321, 2.3.8 and 4.5.3.1.6.
struct text_flaws {
    bool bare_lf = false;
    bool bare_cr = false;
    bool long_line = false;

    friend bool operator==(const text_flaws&, const text_flaws&) = default;
};

struct received_message {
    smtp::envelope envelope;
    std::string
        text; // without dot-stuffing, otherwise octet for octet as it came; empty where it is not kept
    std::uint64_t size = 0; // of the text in octets, kept or not
    text_flaws flaws;
    time_point received{};     // when its last octet had come
    std::uint64_t session = 0; // from 1, in the order of connections
    std::uint32_t number = 0;  // among the messages of the session, from 1
    std::string client;        // as EHLO named it
    std::string user;          // as AUTH named it; empty without AUTH
    bool tls = false;
};

/// What the owner of a mailbox says to a message.
struct accept_result {
    std::string id;               // stands in the reply
    std::optional<refusal> error; // the message was not taken
};

} // namespace sendlab::smtp
