#include "net/sandbox/runtime_listener.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace sendlab::net::sandbox {

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// Above what Lambda takes, so that an answer that is too large is read and refused in Lambda's words.
constexpr std::uint64_t body_limit = 32 * 1024 * 1024;
constexpr std::chrono::milliseconds pause_after_error{100};

/// Requests of one connection, one after the other.
class session : public std::enable_shared_from_this<session> {
public:
    session(tcp::socket socket, api::http_service* const& service)
        : socket_{std::move(socket)}, service_{service} {}

    void read() {
        parser_.emplace();
        parser_->body_limit(body_limit);
        http::async_read(socket_, buffer_, *parser_,
                         [self = shared_from_this()](error_code error, std::size_t) {
                             if (!error && self->socket_.is_open())
                                 self->handle();
                         });
    }
    void close() {
        error_code ignored;
        socket_.close(ignored);
    }

private:
    void handle() {
        auto& message = parser_->get();
        api::http_request request;
        request.method = message.method_string();
        request.target = message.target();
        for (const auto& field : message)
            request.fields.add(field.name_string(), field.value());
        request.body = std::make_shared<memory_blob>(std::move(message.body()));
        // Whoever keeps the answer keeps the connection: nothing else does meanwhile.
        service_->handle(std::move(request), [self = shared_from_this()](const api::http_response& response) {
            if (self->socket_.is_open())
                self->write(response);
        });
    }
    void write(const api::http_response& response) {
        answer_ = {};
        answer_.version(11);
        answer_.result(response.status);
        for (const auto& [name, value] : response.fields)
            answer_.insert(name, value);
        if (response.body)
            answer_.body() = to_string(*response.body);
        answer_.prepare_payload();
        http::async_write(socket_, answer_, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error && self->socket_.is_open())
                self->read();
        });
    }

    tcp::socket socket_;
    api::http_service* const& service_;
    boost::beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> answer_;
};

} // namespace

struct runtime_listener::state : std::enable_shared_from_this<state> {
    state(asio::io_context& io, api::http_service& its_service)
        : acceptor{io, {asio::ip::address_v4::loopback(), 0}}, pause{io}, service{&its_service} {}

    void accept() {
        acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
            if (!self->acceptor.is_open())
                return;
            if (error)
                return self->accept_later();
            self->take(std::move(socket));
            self->accept();
        });
    }

    /// What an error says now (no descriptors left, as a rule) it will say again at once.
    void accept_later() {
        pause.expires_after(pause_after_error);
        pause.async_wait([self = shared_from_this()](error_code) {
            if (self->acceptor.is_open())
                self->accept();
        });
    }

    void take(tcp::socket socket) {
        error_code ignored;
        socket.set_option(tcp::no_delay{true}, ignored);
        std::erase_if(sessions, [](const auto& s) { return s.expired(); });
        const auto client = std::make_shared<session>(std::move(socket), service);
        sessions.push_back(client);
        client->read();
    }

    tcp::acceptor acceptor;
    asio::steady_timer pause;
    api::http_service* service;
    std::vector<std::weak_ptr<session>> sessions;
};

runtime_listener::runtime_listener(asio::io_context& io, api::http_service& service)
    : state_{std::make_shared<state>(io, service)} {
    state_->accept();
}

runtime_listener::~runtime_listener() {
    state_->acceptor.close();
    state_->pause.cancel();
    for (const auto& weak : state_->sessions)
        if (const auto client = weak.lock())
            client->close();
}

std::uint16_t runtime_listener::port() const {
    return state_->acceptor.local_endpoint().port();
}

} // namespace sendlab::net::sandbox
