#include "net/smtp/tls_channel.hpp"

#include <memory>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <openssl/bio.h>
#include <openssl/ssl.h>

#include "support/self_signed.hpp"

using namespace sendlab;
using net::smtp::tls_channel;
using state = tls_channel::state;

namespace {

/// OpenSSL as a client, on memory.
class tls_client {
public:
    tls_client() {
        SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
        SSL_set_connect_state(ssl_.get());
    }

    void feed(std::string_view octets) {
        BIO_write(SSL_get_rbio(ssl_.get()), octets.data(), static_cast<int>(octets.size()));
    }
    void write(std::string_view text) {
        CHECK(SSL_write(ssl_.get(), text.data(), static_cast<int>(text.size())) > 0);
    }
    void close() { SSL_shutdown(ssl_.get()); }

    /// What can be read; goes on with the handshake.
    std::string read() {
        char buffer[4096];
        const int got = SSL_read(ssl_.get(), buffer, sizeof buffer);
        return got > 0 ? std::string(buffer, static_cast<std::size_t>(got)) : "";
    }

    std::string output() {
        std::string out(BIO_ctrl_pending(SSL_get_wbio(ssl_.get())), '\0');
        if (!out.empty())
            BIO_read(SSL_get_wbio(ssl_.get()), out.data(), static_cast<int>(out.size()));
        return out;
    }

private:
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{SSL_CTX_new(TLS_client_method()),
                                                               SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{SSL_new(context_.get()), SSL_free};
};

struct conversation {
    std::string server_reads() {
        std::vector<char> buffer(4096);
        return {buffer.data(), server.read(buffer)};
    }

    void to_client() {
        std::string out;
        server.take_output(out);
        client.feed(out);
    }

    void shake_hands() {
        for (int i = 0; i < 4; ++i) {
            CHECK(client.read().empty());
            server.feed(client.output());
            CHECK(server_reads().empty());
            to_client();
        }
        REQUIRE(server.now() == state::open);
    }

    boost::asio::ssl::context context = support::self_signed_context();
    tls_channel server{context.native_handle()};
    tls_client client;
};

} // namespace

TEST_CASE("a handshake, then text in both directions") {
    conversation talk;
    CHECK(talk.server.now() == state::handshake);
    talk.shake_hands();
    talk.client.write("EHLO x\r\n");
    talk.server.feed(talk.client.output());
    CHECK(talk.server_reads() == "EHLO x\r\n");
    CHECK(talk.server_reads().empty());
    talk.server.write("250 Ok\r\n");
    talk.server.write("");
    talk.to_client();
    CHECK(talk.client.read() == "250 Ok\r\n");
}

TEST_CASE("a handshake that comes octet by octet, with text right behind it") {
    conversation talk;
    (void)talk.client.read();
    for (const char c : talk.client.output()) {
        talk.server.feed({&c, 1});
        CHECK(talk.server_reads().empty());
    }
    talk.to_client();
    (void)talk.client.read();
    talk.client.write("EHLO x\r\n"); // goes with the client's last message
    std::string read;
    for (const char c : talk.client.output()) {
        talk.server.feed({&c, 1});
        read += talk.server_reads();
    }
    CHECK(talk.server.now() == state::open);
    CHECK(read == "EHLO x\r\n");
}

TEST_CASE("what is no TLS fails, and stays so") {
    conversation talk;
    talk.server.feed("EHLO not.tls\r\n");
    CHECK(talk.server_reads().empty());
    CHECK(talk.server.now() == state::failed);
    talk.server.write("nothing can be written now");
    talk.server.feed("more");
    CHECK(talk.server_reads().empty());
    CHECK(talk.server.now() == state::failed);
}

TEST_CASE("a record that was tampered with ends the channel") {
    conversation talk;
    talk.shake_hands();
    talk.client.write("QUIT\r\n");
    auto record = talk.client.output();
    record.back() = static_cast<char>(record.back() ^ 1);
    talk.server.feed(record);
    CHECK(talk.server_reads().empty());
    CHECK(talk.server.now() == state::failed);
}

TEST_CASE("a client that closes is told from one that says nothing") {
    conversation talk;
    talk.shake_hands();
    CHECK(talk.server_reads().empty());
    CHECK(talk.server.now() == state::open);
    talk.client.close();
    talk.server.feed(talk.client.output());
    CHECK(talk.server_reads().empty());
    CHECK(talk.server.now() == state::closed);
}
