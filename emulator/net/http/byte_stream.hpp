// A client's connection as a stream of bytes, with TLS or without: the port is the same, the first byte tells
// (a TLS record of a handshake begins with 0x16, RFC 8446, section 5.1; no HTTP method does).
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace sendlab::net {

class tls_context;

/// The awaiting functions may not overlap, except that a read and a write may.
class byte_stream {
public:
    using error_code = boost::system::error_code;
    template<class Value = void>
    using awaitable = boost::asio::awaitable<Value>;

    explicit byte_stream(boost::asio::ip::tcp::socket socket);
    ~byte_stream();

    /// Waits for the first byte, and shakes hands where that asks for TLS; null: refuses it.
    awaitable<error_code> open(tls_context* context);
    /// Some bytes; 0 at the end and after an error, which are the same to a server.
    awaitable<std::size_t> read(std::span<char> into);
    /// All of both, in one piece where the system takes it. False if the client is gone.
    awaitable<bool> write(std::string_view head, std::string_view body = {});
    /// Says that nothing more will come; the client may still be sending.
    awaitable<> end();
    /// At once; whoever awaits is told that the client is gone.
    void close();

    [[nodiscard]] bool tls() const { return tls_ != nullptr; }
    /// The client's address, without its port.
    [[nodiscard]] std::string peer() const;
    [[nodiscard]] auto get_executor() { return socket_.get_executor(); }

private:
    struct tls_layer;

    boost::asio::ip::tcp::socket socket_;
    std::unique_ptr<tls_layer> tls_;
};

} // namespace sendlab::net
