// How many clients a server has, and for how long: over sockets, with limits that a test can wait for.
#include "net/http/http_server.hpp"

#include <chrono>
#include <string>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>
#include <poll.h>

using namespace sendlab;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

class greeter final : public api::http_service {
public:
    void handle(api::http_request, api::http_answer answer) override {
        answer(api::http_response::text(200, "text/plain", "hello"));
    }
};

class running_server {
public:
    explicit running_server(net::http_limits limits)
        : server_{std::make_unique<net::http_server>(io_, service_, config_of(std::move(limits)))},
          port_{server_->port()},
          thread_{[this] { io_.run(); }} {}
    ~running_server() {
        asio::post(io_, [this] { server_.reset(); });
        thread_.join();
    }
    [[nodiscard]] std::uint16_t port() const { return port_; }

private:
    static net::http_server_config config_of(net::http_limits limits) {
        net::http_server_config config;
        config.limits = std::move(limits);
        return config;
    }

    asio::io_context io_;
    greeter service_;
    std::unique_ptr<net::http_server> server_;
    std::uint16_t port_;
    std::thread thread_;
};

class client {
public:
    explicit client(const running_server& server) {
        socket_.connect({asio::ip::address_v4::loopback(), server.port()});
    }

    /// False if the server is gone.
    bool say(std::string_view bytes) {
        boost::system::error_code failed;
        asio::write(socket_, asio::buffer(bytes), failed);
        return !failed;
    }
    /// What comes next; empty at the end.
    std::string hear() {
        std::string bytes(4096, '\0');
        boost::system::error_code failed;
        bytes.resize(socket_.read_some(asio::buffer(bytes), failed));
        return bytes;
    }
    std::string ask() {
        say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        return hear();
    }
    bool has_heard_within(std::chrono::milliseconds time) {
        pollfd waited{socket_.native_handle(), POLLIN, 0};
        return ::poll(&waited, 1, static_cast<int>(time.count())) > 0;
    }
    /// One byte now and then, until the server has enough.
    void dawdle() {
        while (!has_heard_within(50ms))
            if (!say("x"))
                return;
        CHECK(hear().empty());
    }

private:
    asio::io_context io_;
    asio::ip::tcp::socket socket_{io_};
};

} // namespace

TEST_CASE("one connection too many is answered 503, and there is room again when one goes") {
    net::http_limits limits;
    limits.connections = 2;
    const running_server server{limits};
    client first{server};
    CHECK(first.ask().starts_with("HTTP/1.1 200"));
    {
        client second{server};
        CHECK(second.ask().starts_with("HTTP/1.1 200"));
        client third{server};
        CHECK(third.hear().starts_with("HTTP/1.1 503"));
        CHECK(third.hear().empty());
    }
    std::string answer;
    while (!answer.starts_with("HTTP/1.1 200")) // the server hears of the end when it hears of it
        answer = client{server}.ask();
    CHECK(first.ask().starts_with("HTTP/1.1 200"));
}

TEST_CASE("a client that says nothing is sent away, one that asks now and then is not") {
    net::http_limits limits;
    limits.idle = 1s;
    const running_server server{limits};
    client silent{server};
    client busy{server};
    while (!silent.has_heard_within(100ms))
        CHECK(busy.ask().starts_with("HTTP/1.1 200"));
    CHECK(silent.hear().empty());
    CHECK(busy.ask().starts_with("HTTP/1.1 200"));
}

TEST_CASE("a request that comes byte by byte has to come to its end") {
    net::http_limits limits;
    limits.patience = 1s;
    limits.slowest = 1000;
    const running_server server{limits};
    SECTION("in its head") {
        client slow{server};
        slow.say("GET / HTTP/1.1\r\nHost: h\r\nX: ");
        slow.dawdle();
    }
    SECTION("in its body") {
        client slow{server};
        slow.say("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n");
        slow.dawdle();
    }
    SECTION("after another request on the same connection") {
        client slow{server};
        CHECK(slow.ask().starts_with("HTTP/1.1 200"));
        slow.say("G");
        slow.dawdle();
    }
    client other{server};
    CHECK(other.ask().starts_with("HTTP/1.1 200"));
}

TEST_CASE("a body that comes fast enough has the time that it takes") {
    net::http_limits limits;
    limits.patience = 1s;
    limits.slowest = 1000;
    const running_server server{limits};
    client steady{server};
    steady.say("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 40000\r\n\r\n");
    for (int i = 0; i < 40; ++i) { // for two seconds and more
        REQUIRE_FALSE(steady.has_heard_within(60ms));
        steady.say(std::string(1000, 'x'));
    }
    CHECK(steady.hear().starts_with("HTTP/1.1 200"));
}
