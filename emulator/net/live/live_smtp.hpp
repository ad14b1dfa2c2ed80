// SMTP, live: the server on its ports, what becomes of a message, and the account of what was said.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/live/scenario_smtp.hpp"
#include "api/live/smtp_reception.hpp"
#include "api/live/smtp_sessions.hpp"
#include "net/live/live_functions.hpp"
#include "net/live/mail_config.hpp"
#include "net/smtp/server.hpp"
#include "smtp/policy.hpp"
#include "smtp/sending_limits.hpp"
#include "time/scheduler.hpp"

namespace sendlab::net {

/// What SMTP stands on. All of it outlives it.
struct smtp_surroundings {
    boost::asio::io_context& io;
    scheduler& clock;
    ses::ses_service& ses;
    mailbox::mailbox& mail;
    api::live::scenario_smtp& faults;
    live_functions& functions;
    boost::asio::ssl::context* tls = nullptr;
    api::answer_gate* gate = nullptr; // where answers to messages wait; null: nowhere
    std::function<void(std::string_view)> log;
};

class live_smtp {
public:
    live_smtp(const smtp_surroundings& around, const smtp_config& config, const std::string& host);

    /// Throws boost::system::system_error where a port cannot be had.
    void start() { server_.start(); }
    void stop() { server_.stop(); }

    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    [[nodiscard]] std::optional<std::uint16_t> tls_port() const { return server_.tls_port(); }
    [[nodiscard]] api::live::smtp_counts counts() const;
    [[nodiscard]] api::live::smtp_sessions& sessions() { return sessions_; }

private:
    sendlab::smtp::accept_result accept(sendlab::smtp::received_message&& message);
    void on_start(const sendlab::smtp::session& begun, const smtp::client_facts& client);
    void on_end(const sendlab::smtp::session& over, const smtp::client_facts& client);

    /// A session that a handler has opened. Pooled, it may outlive the attempt.
    struct handler_session {
        std::uint64_t environment = 0;
        std::uint32_t round_trips = 0; // that attempts have been charged with
    };

    void charge(std::uint64_t session, handler_session& of);

    scheduler& clock_;
    live_functions& functions_;
    std::map<std::uint64_t, handler_session> handlers_; // by session
    std::function<void(std::string_view)> log_;
    api::live::smtp_reception reception_;
    api::live::smtp_sessions sessions_;
    sendlab::smtp::limiting_policy limits_;
    smtp::server server_;
};

/// The password that SES's SMTP interface wants from whoever has the emulator's secret access key.
[[nodiscard]] std::string smtp_password_in(std::string_view region);

} // namespace sendlab::net
