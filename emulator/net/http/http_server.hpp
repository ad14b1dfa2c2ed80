// An HTTP/1.1 server, with TLS on the same port, for a service that sees requests as values.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/event_feed.hpp"
#include "api/http.hpp"
#include "net/http/http_limits.hpp"

namespace boost::asio {
class io_context;
}

namespace sendlab::net {

class tls_context;

struct http_server_config {
    std::string host = "127.0.0.1"; // an address, or a name that has one
    std::uint16_t port = 0;         // 0: the system chooses
    http_limits limits{};
    tls_context* tls = nullptr; // outlives the server; null: no TLS
    /// Asked before the service, and before a feed is opened: an answer is the refusal of the request.
    std::function<std::optional<api::http_response>(const api::http_request&)> refuse{};
    /// Told what went wrong inside, in words.
    std::function<void(std::string_view)> complain = [](std::string_view) {};
};

/// On the thread of the io_context, which must outlive it; so must the service and the feeds. The connection
/// sees to Expect, pipelining, limits and time-outs; what the service throws is answered with 500.
class http_server {
public:
    /// Listens from now on. A port that cannot be had throws boost::system::system_error.
    http_server(boost::asio::io_context& io, api::http_service& service, http_server_config config);
    /// Closes everything at once.
    ~http_server();
    http_server(const http_server&) = delete;
    http_server& operator=(const http_server&) = delete;

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::size_t connections() const;

    /// WebSocket clients of this path are told what the feed publishes.
    void add_feed(std::string path, api::event_feed& feed);

    /// Accepts nobody any more, closes what is idle, and the others after the answer that they wait for. The
    /// io_context comes to its end once they are gone.
    void stop();

private:
    struct impl;
    std::shared_ptr<impl> impl_;
};

} // namespace sendlab::net
