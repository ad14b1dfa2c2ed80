#include "net/http/request_reader.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
using net::http_limits;
using net::request_reader;
using progress = request_reader::progress;

namespace {

constexpr http_limits defaults{};

std::string body_of(const api::http_request& request) {
    return to_string(*request.body);
}

/// Shows the reader bytes as a connection does: what it has not used is shown again with what comes next.
class feeder {
public:
    explicit feeder(const http_limits& limits = defaults) : reader{limits} {}

    progress give(std::string_view bytes) {
        unused_ += bytes;
        const auto outcome = reader.read(unused_);
        unused_.erase(0, outcome.used);
        return outcome.what;
    }
    progress give_one_by_one(std::string_view bytes) {
        auto last = progress::more;
        for (std::size_t i = 0; i < bytes.size() && last != progress::failed; ++i)
            last = give(bytes.substr(i, 1));
        return last;
    }
    [[nodiscard]] const std::string& unused() const { return unused_; }

    request_reader reader;

private:
    std::string unused_;
};

unsigned status_of(const std::string& bytes, const http_limits& limits = defaults) {
    feeder client{limits};
    REQUIRE(client.give(bytes) == progress::failed);
    CHECK_FALSE(client.reader.failure().text.empty());
    return client.reader.failure().status;
}

const std::string put = "PUT /bucket/a%20b?x=1 HTTP/1.1\r\nHost: h:4566\r\nX-Amz-Acl: private\r\n"
                        "Content-Length: 5\r\n\r\nhello";

} // namespace

TEST_CASE("a request is read as it was written, target and fields included") {
    feeder client;
    REQUIRE(client.give(put) == progress::complete);
    const auto request = client.reader.take();
    CHECK(request.method == "PUT");
    CHECK(request.target == "/bucket/a%20b?x=1");
    CHECK(request.path() == "/bucket/a%20b");
    CHECK(request.host() == "h");
    CHECK(request.fields.get("x-amz-acl") == "private");
    CHECK(body_of(request) == "hello");
    CHECK(client.reader.keep_alive());
    CHECK(client.unused().empty());
}

TEST_CASE("it does not matter how a request is cut on its way") {
    feeder client;
    REQUIRE(client.give_one_by_one(put) == progress::complete);
    CHECK(body_of(client.reader.take()) == "hello");
    REQUIRE(client.give_one_by_one(put) == progress::complete);
    CHECK(client.reader.take().target == "/bucket/a%20b?x=1");
}

TEST_CASE("of requests that come together one is read at a time") {
    feeder client;
    REQUIRE(client.give(put + "GET /second HTTP/1.1\r\nHost: h\r\n\r\n") == progress::complete);
    CHECK(client.reader.take().method == "PUT");
    REQUIRE(client.give("") == progress::complete);
    const auto second = client.reader.take();
    CHECK(second.target == "/second");
    CHECK(second.body->size() == 0);
    CHECK(client.give("") == progress::more);
    CHECK(client.reader.at_start());
}

TEST_CASE("a chunk's extension, or a trailer, that does not end is refused, as a head is") {
    const std::string head = "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string begin : {"5;", "0\r\nX: ", "5\r\nhello\r\n5; x="}) {
        feeder client;
        auto last = client.give(head + begin);
        for (int i = 0; i < 100 && last == progress::more; ++i)
            last = client.give(std::string(1000, 'x'));
        REQUIRE(last == progress::failed);
        CHECK(client.reader.failure().status == 431);
    }
}

TEST_CASE("a chunked body is joined, its extensions and trailers dropped") {
    feeder client;
    REQUIRE(client.give_one_by_one("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                                   "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: t\r\n\r\n") ==
            progress::complete);
    const auto request = client.reader.take();
    CHECK(body_of(request) == "hello world");
    CHECK(request.fields.find("X-Trailer") == nullptr);
}

TEST_CASE("a client that waits for 100 Continue is told once, and only if it really waits") {
    const std::string head =
        "PUT /b/k HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n";
    feeder waiting;
    REQUIRE(waiting.give(head) == progress::wants_continue);
    CHECK(waiting.give("he") == progress::more);
    CHECK(waiting.give("llo") == progress::complete);

    feeder eager;
    CHECK(eager.give(head + "he") == progress::more);
    CHECK(eager.give("llo") == progress::complete);
    CHECK(body_of(eager.reader.take()) == "hello");
}

TEST_CASE("a client that waits with an empty body is told to go on as well") {
    feeder waiting;
    REQUIRE(
        waiting.give("PUT /b/k HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n") ==
        progress::wants_continue);
    CHECK(waiting.give("") == progress::complete);
    CHECK(body_of(waiting.reader.take()).empty());
    CHECK(waiting.give("GET / HTTP/1.1\r\nHost: h\r\n\r\n") == progress::complete);
}

TEST_CASE("the form of a target that proxies are asked in loses its host") {
    feeder client;
    REQUIRE(client.give("GET http://s3.amazonaws.com/b/k?x HTTP/1.1\r\nHost: s3.amazonaws.com\r\n\r\n") ==
            progress::complete);
    CHECK(client.reader.take().target == "/b/k?x");
    REQUIRE(client.give("GET http://s3.amazonaws.com HTTP/1.1\r\nHost: s3.amazonaws.com\r\n\r\n") ==
            progress::complete);
    CHECK(client.reader.take().target == "/");
}

TEST_CASE("HTTP/1.0 closes unless it asks not to, and needs no Host") {
    feeder client;
    REQUIRE(client.give("GET / HTTP/1.0\r\n\r\n") == progress::complete);
    (void)client.reader.take();
    CHECK_FALSE(client.reader.keep_alive());
    REQUIRE(client.give("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") == progress::complete);
    (void)client.reader.take();
    CHECK(client.reader.keep_alive());
}

TEST_CASE("a body past what memory may hold is read back from a file") {
    http_limits limits;
    limits.memory_bytes = 1000;
    feeder client{limits};
    const std::string body(5000, 'x');
    REQUIRE(client.give("PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: 5000\r\n\r\n" + body) ==
            progress::complete);
    const auto request = client.reader.take();
    CHECK_FALSE(request.body->in_memory());
    CHECK(body_of(request) == body);
}

TEST_CASE("a body has its share of everybody's memory until it has been answered") {
    memory_pool pool{100'000};
    request_reader reader{defaults, &pool};
    const auto ask =
        "PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: 80000\r\n\r\n" + std::string(80'000, 'x');
    REQUIRE(reader.read(ask).what == progress::complete);
    const auto first = reader.take();
    CHECK(first.body->in_memory());
    CHECK(pool.used == 80'000);
    reader.answered();
    CHECK(pool.used == 0);
    {
        request_reader gone{defaults, &pool};
        REQUIRE(gone.read(ask).what == progress::complete);
        REQUIRE(reader.read(ask).what == progress::complete);
        CHECK_FALSE(reader.take().body->in_memory());
        reader.answered();
    }
    CHECK(pool.used == 0);
}

TEST_CASE("each limit has its own answer") {
    const std::string line = "GET / HTTP/1.1\r\nHost: h\r\n";
    CHECK(status_of(line + "X: " + std::string(9'000, 'x') + "\r\n\r\n") == 431);
    CHECK(status_of("GET /" + std::string(20'000, 'x')) == 431);
    std::string many = line;
    for (int i = 0; i < 3; ++i)
        many += "X" + std::to_string(i) + ": " + std::string(8'000, 'x') + "\r\n";
    CHECK(status_of(many + "\r\n") == 431);

    http_limits small;
    small.body_bytes = 10;
    CHECK(status_of("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n", small) == 413);
    CHECK(status_of("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n",
                    small) == 413);
    CHECK(status_of("PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n",
                    small) == 413);
}

TEST_CASE("a head of exactly the limit is read") {
    http_limits limits;
    limits.head_bytes = 100;
    const std::string start = "GET / HTTP/1.1\r\nHost: h\r\nX: ";
    const std::string fits = start + std::string(100 - start.size() - 4, 'x') + "\r\n\r\n";
    REQUIRE(fits.size() == 100);
    CHECK(feeder{limits}.give(fits) == progress::complete);
    CHECK(status_of(start + std::string(101 - start.size() - 4, 'x') + "\r\n\r\n", limits) == 431);
}

TEST_CASE("what is no request is refused") {
    const std::string line = "POST / HTTP/1.1\r\nHost: h\r\n";
    CHECK(status_of("\x16\x03\x01garbage\r\n\r\n") == 400);
    CHECK(status_of("GET  / HTTP/1.1\r\nHost: h\r\n\r\n") == 400);
    CHECK(status_of("GET / HTTP/2.0\r\nHost: h\r\n\r\n") == 505);
    CHECK(status_of("GET / HTTP/1.1\r\n\r\n") == 400);
    CHECK(status_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") == 400);
    CHECK(status_of("GET * HTTP/1.1\r\nHost: h\r\n\r\n") == 400);
    CHECK(status_of(line + "Bad Name: x\r\n\r\n") == 400);
    CHECK(status_of(line + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello") == 400);
    CHECK(status_of(line + "Content-Length: -1\r\n\r\n") == 400);
    CHECK(status_of(line + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n") == 400);
    CHECK(status_of(line + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n") == 400);
    CHECK(status_of(line + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n") == 400);
    CHECK(status_of(line + "Transfer-Encoding: gzip, chunked\r\n\r\n") == 501);
    CHECK(status_of(line + "Expect: miracles\r\n\r\n") == 417);
}
