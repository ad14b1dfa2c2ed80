#include "net/http/byte_stream.hpp"

#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "net/http/completion.hpp"
#include "net/http/tls_context.hpp"

namespace sendlab::net {

namespace asio = boost::asio;

namespace {

constexpr char tls_handshake = 0x16;

} // namespace

struct byte_stream::tls_layer {
    asio::ssl::stream<asio::ip::tcp::socket&> stream;
};

byte_stream::byte_stream(asio::ip::tcp::socket socket) : socket_{std::move(socket)} {
    error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored); // an answer is one write: nothing to wait for
}

byte_stream::~byte_stream() = default;

byte_stream::awaitable<byte_stream::error_code> byte_stream::open(tls_context* context) {
    error_code ec;
    co_await socket_.async_wait(asio::socket_base::wait_read, into(ec));
    if (ec)
        co_return ec;
    std::array<char, 1> first{};
    socket_.receive(asio::buffer(first), asio::socket_base::message_peek, ec);
    if (ec || first[0] != tls_handshake)
        co_return ec;
    auto* settings = context ? context->get() : nullptr;
    if (!settings)
        co_return asio::error::operation_not_supported;
    tls_ = std::make_unique<tls_layer>(tls_layer{{socket_, *settings}});
    co_await tls_->stream.async_handshake(asio::ssl::stream_base::server, into(ec));
    co_return ec;
}

byte_stream::awaitable<std::size_t> byte_stream::read(std::span<char> bytes) {
    error_code ec;
    const auto buffer = asio::buffer(bytes.data(), bytes.size());
    std::size_t n = 0;
    if (tls_) {
        n = co_await tls_->stream.async_read_some(buffer, into(ec));
    } else {
        n = co_await socket_.async_read_some(buffer, into(ec));
    }
    co_return ec ? 0 : n;
}

byte_stream::awaitable<bool> byte_stream::write(std::string_view head, std::string_view body) {
    error_code ec;
    const std::array parts{asio::buffer(head), asio::buffer(body)};
    if (tls_) {
        co_await asio::async_write(tls_->stream, parts, into(ec));
    } else {
        co_await asio::async_write(socket_, parts, into(ec));
    }
    co_return !ec;
}

byte_stream::awaitable<> byte_stream::end() {
    error_code ec;
    if (tls_) {
        co_await tls_->stream.async_shutdown(into(ec));
    }
    socket_.shutdown(asio::socket_base::shutdown_send, ec);
}

void byte_stream::close() {
    error_code ignored;
    socket_.close(ignored);
}

std::string byte_stream::peer() const {
    error_code ec;
    const auto end = socket_.remote_endpoint(ec);
    return ec ? std::string{} : end.address().to_string();
}

} // namespace sendlab::net
