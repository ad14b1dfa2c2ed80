#include "net/smtp/tls_channel.hpp"

#include <algorithm>
#include <limits>
#include <new>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace sendlab::net::smtp {

void tls_channel::deleter::operator()(ssl_st* ssl) const {
    SSL_free(ssl); // and its BIOs
}

tls_channel::tls_channel(ssl_ctx_st* context) : ssl_{SSL_new(context)} {
    auto* const in = BIO_new(BIO_s_mem());
    auto* const out = BIO_new(BIO_s_mem());
    if (!ssl_ || !in || !out)
        throw std::bad_alloc{};
    BIO_set_mem_eof_return(in, -1); // an empty one says "later", not "the end"
    SSL_set_bio(ssl_.get(), in, out);
    SSL_set_mode(ssl_.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_set_accept_state(ssl_.get());
}

void tls_channel::feed(std::string_view ciphertext) {
    BIO_write(SSL_get_rbio(ssl_.get()), ciphertext.data(), static_cast<int>(ciphertext.size()));
}

std::size_t tls_channel::read(std::span<char> into) {
    if (state_ == state::closed || state_ == state::failed)
        return 0;
    ERR_clear_error();
    const auto most = std::min<std::size_t>(into.size(), std::numeric_limits<int>::max());
    const int got = SSL_read(ssl_.get(), into.data(), static_cast<int>(most));
    if (state_ == state::handshake && SSL_is_init_finished(ssl_.get()))
        state_ = state::open;
    if (got > 0)
        return static_cast<std::size_t>(got);
    const int why = SSL_get_error(ssl_.get(), got);
    if (why == SSL_ERROR_ZERO_RETURN)
        state_ = state::closed;
    else if (why != SSL_ERROR_WANT_READ)
        state_ = state::failed;
    return 0;
}

void tls_channel::write(std::string_view plaintext) {
    ERR_clear_error();
    if (!plaintext.empty() && state_ != state::failed &&
        SSL_write(ssl_.get(), plaintext.data(), static_cast<int>(plaintext.size())) <= 0)
        state_ = state::failed; // memory never blocks
}

void tls_channel::close() {
    ERR_clear_error();
    if (state_ == state::open || state_ == state::closed)
        SSL_shutdown(ssl_.get());
}

void tls_channel::take_output(std::string& out) {
    auto* const bio = SSL_get_wbio(ssl_.get());
    const auto size = BIO_ctrl_pending(bio);
    const auto begin = out.size();
    out.resize(begin + size);
    if (size != 0)
        BIO_read(bio, out.data() + begin, static_cast<int>(size));
}

} // namespace sendlab::net::smtp
