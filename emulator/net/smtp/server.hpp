// The SMTP server on real sockets: connections, TLS and time-outs around smtp/session.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/answer_gate.hpp"
#include "base/time_types.hpp"
#include "smtp/policy.hpp"
#include "smtp/received_message.hpp"
#include "smtp/session.hpp"
#include "smtp/session_settings.hpp"
#include "time/scheduler.hpp"

namespace boost::asio {
class io_context;
namespace ssl {
class context;
}
} // namespace boost::asio

namespace sendlab::net::smtp {

struct server_settings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 1025;             // 0: any that is free
    std::optional<std::uint16_t> tls_port; // where TLS comes first (RFC 8314); 0: any that is free
    std::size_t connections = 10'000;      // at once; one more is told 421
    /// A client that neither completes a command nor sends 4 KiB of a text for so long is sent away with 421
    /// (RFC 5321, section 4.5.3.2.7: at least 5 minutes).
    duration idle_time = std::chrono::minutes{5};
    sendlab::smtp::session_settings session{};
    std::uint64_t text_memory = 256 * 1024 * 1024; // of all texts that come in, past 64 KiB of each: 452
    /// Where the answer to a message waits until what it says is kept; null: nowhere.
    api::answer_gate* gate = nullptr;
};

/// Since the start.
struct server_counters {
    std::uint64_t connections = 0; // that were accepted, those turned away by the limit included
    std::uint64_t turned_away = 0;
    std::uint64_t open = 0; // now
    std::uint64_t messages = 0;
    std::uint64_t timed_out = 0; // connections that were idle for too long
    /// Accepted messages whose client went away before it can have known: it may send them again.
    std::uint64_t answers_in_doubt = 0;
};

/// The client of a session, as the network shows it.
struct client_facts {
    std::uint16_t port = 0; // at the client's end
    /// How often it has waited for the server: TCP's handshake, TLS's, and replies (those to pipelined commands
    /// come together).
    std::uint32_t round_trips = 1;
};

/// Lives on the thread that runs the io_context, as do all calls that it makes.
class server {
public:
    /// Takes a message, or says why not. Once it has returned, the client is told 250: the message is to be seen
    /// by then. An exception is answered with 451.
    using deliver = std::function<sendlab::smtp::accept_result(sendlab::smtp::received_message&&)>;
    /// Hears of each session: when it has begun and nothing has been said, or when it is over, with its log.
    using on_session = std::function<void(const sendlab::smtp::session&, const client_facts&)>;

    /// Without a context there is no TLS. All that is referred to outlives the server.
    server(boost::asio::io_context& io, scheduler& clock, server_settings settings, deliver take,
           boost::asio::ssl::context* tls = nullptr, sendlab::smtp::policy* faults = nullptr);
    /// Connections are cut.
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Throws boost::system::system_error where a port cannot be had.
    void start();
    /// Says 421 to all clients and takes no more; who does not read it is cut off.
    void stop();

    void on_session_start(on_session hear);
    void on_session_end(on_session hear);

    /// Of a session that is open; null for others.
    [[nodiscard]] const client_facts* client_of(std::uint64_t session) const;

    /// After start().
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::optional<std::uint16_t> tls_port() const;
    [[nodiscard]] const server_counters& counters() const;

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace sendlab::net::smtp
