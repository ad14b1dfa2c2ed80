// What faults call the steps of an SMTP dialogue, in both clocks.
#pragma once

#include <optional>

#include "faults/operation.hpp"
#include "smtp/policy.hpp"

namespace sendlab::pipeline {

/// Nothing for what no fault strikes: QUIT, NOOP and such.
constexpr std::optional<faults::operation> operation_of(smtp::stage at) {
    using faults::operation;
    switch (at) {
    case smtp::stage::connect:
        return operation::smtp_connect;
    case smtp::stage::hello:
        return operation::smtp_ehlo;
    case smtp::stage::starttls:
        return operation::smtp_starttls;
    case smtp::stage::auth:
        return operation::smtp_auth;
    case smtp::stage::mail:
        return operation::smtp_mail;
    case smtp::stage::rcpt:
        return operation::smtp_rcpt;
    case smtp::stage::data:
        return operation::smtp_data;
    case smtp::stage::message:
        return operation::smtp_send;
    case smtp::stage::other:
    case smtp::stage::quit:
        break;
    }
    return std::nullopt;
}

/// What tells the recipients of a message apart in draws of chance, beside the SDK's try.
constexpr std::uint32_t recipient_index(std::uint32_t recipient) {
    return recipient << 8;
}

} // namespace sendlab::pipeline
