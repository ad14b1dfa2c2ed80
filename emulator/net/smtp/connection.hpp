// One client of the SMTP server: moves octets between its socket and its session.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <boost/asio/ip/tcp.hpp>

#include "net/smtp/server.hpp"
#include "net/smtp/tls_channel.hpp"

namespace sendlab::net::smtp {

/// What all connections of a server share.
struct connection_host {
    scheduler& clock;
    server_settings settings;
    server::deliver take;
    ssl_ctx_st* tls = nullptr;
    sendlab::smtp::policy* faults = nullptr;
    server_counters counters{};
    /// What is read from sockets passes through these; nothing stays in them from one event to the next.
    std::unique_ptr<char[]> received = std::make_unique<char[]>(buffer_size);
    std::unique_ptr<char[]> decrypted = std::make_unique<char[]>(buffer_size);

    static constexpr std::size_t buffer_size = 64 * 1024;
};

/// Always does one thing at a time: it waits for input, for room to write, for a delay to pass, or for the client
/// to close. So a client that does not read its replies is not read from either, and memory stays bounded.
class connection : public std::enable_shared_from_this<connection> {
public:
    using socket = boost::asio::ip::tcp::socket;
    using on_end = std::function<void(const connection&)>;

    connection(connection_host& host, socket client, std::uint64_t id, on_end ended);

    void start(bool implicit_tls);
    /// Regularly: a client that has got nowhere for the idle time is sent away.
    void look(time_point now);
    void stop();
    /// At once, with nothing said.
    void cut();

    [[nodiscard]] const sendlab::smtp::session& session() const { return session_; }
    [[nodiscard]] const client_facts& client() const { return client_; }

private:
    using action = sendlab::smtp::action;
    using error_code = boost::system::error_code;
    enum class phase : std::uint8_t { reading, writing, waiting, keeping, draining, gone };

    [[nodiscard]] bool client_has_closed();
    void carry_out(action next, std::string_view input);
    [[nodiscard]] bool deliver(action& next, std::string_view input);
    void on_kept(const sendlab::smtp::accept_result& result);
    [[nodiscard]] bool shake_hands(action& next, std::string_view& input);
    [[nodiscard]] std::string_view decrypt();
    bool flush();

    void wait_for_input();
    void wait_for_room(std::string_view input);
    void wait_for_time(duration time, action next, std::string_view input);
    void on_readable();
    void go_on(phase waited_in);

    /// Number of octets; 0: there are none, or the connection is no more.
    std::size_t receive();
    void on_end_of_input(const error_code& why);
    void give_up(const sendlab::smtp::reply& why);
    void close();
    void drain();
    void end();

    connection_host& host_;
    socket socket_;
    sendlab::smtp::session session_;
    std::optional<tls_channel> tls_;
    bool tls_first_ = false; // the greeting comes after the handshake
    on_end ended_;
    client_facts client_;
    bool spoken_ = false; // something was sent since the client spoke last

    phase phase_ = phase::reading;
    action next_ = action::read; // to carry out when the wait is over
    std::string kept_;           // input that waits with it
    std::string sending_;        // and output
    std::size_t sent_ = 0;
    timer_id timer_;

    std::uint64_t progress_ = 0; // of the session, when we looked last
    time_point progressed_;
};

} // namespace sendlab::net::smtp
