// SMTP, live: the server on its ports, what becomes of a message, and the account of what was said.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/live/smtp_reception.hpp"
#include "api/live/smtp_sessions.hpp"
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
    sendlab::smtp::policy& faults;
    boost::asio::ssl::context* tls = nullptr;
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
    void on_end(const sendlab::smtp::session& over, const smtp::client_facts& client);

    scheduler& clock_;
    std::function<void(std::string_view)> log_;
    api::live::smtp_reception reception_;
    api::live::smtp_sessions sessions_;
    sendlab::smtp::limiting_policy limits_;
    smtp::server server_;
};

/// The password that SES's SMTP interface wants from whoever has the emulator's secret access key.
[[nodiscard]] std::string smtp_password_in(std::string_view region);

} // namespace sendlab::net
