#include "net/http/http_server.hpp"

#include <chrono>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/http/completion.hpp"
#include "net/http/http_connection.hpp"
#include "net/listening_endpoint.hpp"

namespace sendlab::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

namespace {

constexpr auto sweep_every = 1s;
constexpr auto pause_after_error = 100ms; // no descriptor is left: one may come free

} // namespace

/// Kept alive by its own coroutines; all of them end soon after stop().
struct http_server::impl : http_server_state, std::enable_shared_from_this<impl> {
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    asio::steady_timer sweep;
    bool sweeping = false;

    impl(asio::io_context& io, api::http_service& to, http_server_config config)
        : http_server_state{to, config.limits, config.tls, std::move(config.refuse),
                            std::move(config.complain)},
          acceptor{io, listening_endpoint(io, config.host, config.port)},
          pause{io},
          sweep{io} {
        on_last_gone = [this] { sweep.cancel(); };
    }

    asio::awaitable<void> accept_all() {
        while (!stopping) {
            error_code ec;
            auto socket = co_await acceptor.async_accept(into(ec));
            if (!ec) {
                take(std::move(socket));
            } else if (!stopping) {
                co_await wait(pause, pause_after_error);
            }
        }
    }

    static asio::awaitable<void> wait(asio::steady_timer& timer, std::chrono::milliseconds time) {
        error_code ignored;
        timer.expires_after(time);
        co_await timer.async_wait(into(ignored));
    }

    void take(tcp::socket socket) {
        if (connections.size() >= limits.connections)
            return turn_away(socket);
        http_connection::start(std::move(socket), shared_from_this());
        if (!std::exchange(sweeping, true))
            asio::co_spawn(
                acceptor.get_executor(), [self = shared_from_this()] { return self->sweep_idle(); },
                asio::detached);
    }

    static void turn_away(tcp::socket& socket) {
        constexpr std::string_view full =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.send(asio::buffer(full), 0, ignored);
    }

    /// One timer for all: while there are connections it looks at each of them once a second.
    asio::awaitable<void> sweep_idle() {
        while (!connections.empty()) {
            co_await wait(sweep, sweep_every);
            const auto now = std::chrono::steady_clock::now();
            for_each([now](http_connection& connection) { connection.close_if_idle(now); });
        }
        sweeping = false;
    }

    /// Of those that are there at the beginning; none of them goes while it is looked at.
    void for_each(const std::function<void(http_connection&)>& look) {
        std::vector<std::shared_ptr<http_connection>> all;
        for (auto* connection : connections)
            if (auto alive = connection->weak_from_this().lock())
                all.push_back(std::move(alive));
        for (const auto& connection : all)
            look(*connection);
    }

    void stop() {
        stopping = true;
        error_code ignored;
        acceptor.close(ignored);
        pause.cancel();
        for_each([](http_connection& connection) { connection.finish(); });
    }
};

http_server::http_server(asio::io_context& io, api::http_service& service, http_server_config config)
    : impl_{std::make_shared<impl>(io, service, std::move(config))} {
    asio::co_spawn(
        io, [self = impl_] { return self->accept_all(); }, asio::detached);
}

http_server::~http_server() {
    impl_->stop();
    impl_->for_each([](http_connection& connection) { connection.close(); });
}

std::uint16_t http_server::port() const {
    return impl_->acceptor.local_endpoint().port();
}

std::size_t http_server::connections() const {
    return impl_->connections.size();
}

void http_server::add_feed(std::string path, api::event_feed& feed) {
    impl_->feeds.emplace(std::move(path), &feed);
}

void http_server::stop() {
    impl_->stop();
}

} // namespace sendlab::net
