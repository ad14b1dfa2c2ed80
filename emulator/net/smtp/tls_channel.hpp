// TLS between octets and octets: OpenSSL on memory, so that connections read and write their sockets in one way
// with and without it, and an idle connection owns no buffers.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

extern "C" {
struct ssl_st;
struct ssl_ctx_st;
}

namespace sendlab::net::smtp {

/// The server's side of one connection.
class tls_channel {
public:
    enum class state : std::uint8_t { handshake, open, closed, failed };

    explicit tls_channel(ssl_ctx_st* context);

    /// Takes what came from the socket.
    void feed(std::string_view ciphertext);
    /// Of what has been fed; 0: nothing more yet. Goes on with the handshake where that is still to do.
    [[nodiscard]] std::size_t read(std::span<char> into);
    /// Once it is open.
    void write(std::string_view plaintext);
    void close();

    [[nodiscard]] state now() const { return state_; }
    /// Moves what is to be sent through the socket to the end of a string.
    void take_output(std::string& out);

private:
    struct deleter {
        void operator()(ssl_st* ssl) const;
    };

    std::unique_ptr<ssl_st, deleter> ssl_;
    state state_ = state::handshake;
};

} // namespace sendlab::net::smtp
