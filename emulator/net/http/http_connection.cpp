#include "net/http/http_connection.hpp"

#include <algorithm>
#include <ctime>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/http/websocket_session.hpp"

namespace sendlab::net {

namespace asio = boost::asio;

// Each co_await stands in a statement of its own, in braces: g++ 12 gets conditions with one wrong.

namespace {

constexpr std::size_t idle_buffer = 8 * 1024;   // holds the small requests, all of one
constexpr std::size_t body_buffer = 128 * 1024; // while a body is coming in
constexpr std::size_t one_write = 16 * 1024;    // up to this length a body is copied behind its head
constexpr std::size_t piece = 256 * 1024;       // of a body that is longer
constexpr std::chrono::seconds lingering_time{2};

constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

std::uint64_t length_of_body(const api::http_response& response) {
    if (!response.body || !may_have_body(response.status))
        return 0;
    const auto rest = response.body->size() - std::min(response.body_offset, response.body->size());
    return std::min(response.body_length.value_or(rest), rest);
}

} // namespace

void http_connection::start(asio::ip::tcp::socket socket, std::shared_ptr<http_server_state> server) {
    const auto executor = socket.get_executor();
    auto self = std::make_shared<http_connection>(std::move(socket), std::move(server));
    asio::co_spawn(
        executor, [self] { return self->run(); },
        [self](const std::exception_ptr& failed) {
            try {
                if (failed)
                    std::rethrow_exception(failed);
            } catch (
                const std::exception& error) { // a body that cannot be read, no memory: this client's loss
                self->server_->complain(std::string{"a connection was given up: "} + error.what());
            }
        });
}

http_connection::http_connection(asio::ip::tcp::socket socket, std::shared_ptr<http_server_state> server)
    : server_{std::move(server)},
      stream_{std::move(socket)},
      reader_{server_->limits, &server_->body_memory},
      peer_{stream_.peer()} {
    server_->connections.insert(this);
}

http_connection::~http_connection() {
    server_->connections.erase(this);
    if (server_->connections.empty())
        server_->on_last_gone();
}

void http_connection::close() {
    stream_.close();
    slot_.close();
}

void http_connection::finish() {
    if (now_ != doing::answering && reader_.at_start())
        close();
}

void http_connection::close_if_idle(std::chrono::steady_clock::time_point now) {
    if (now_ == doing::answering && !slot_.settled())
        return; // the service takes its time
    if (dawdles(now) || now - last_move_ > (now_ == doing::lingering ? lingering_time : server_->limits.idle))
        close();
}

bool http_connection::dawdles(std::chrono::steady_clock::time_point now) const {
    const auto& limits = server_->limits;
    return now_ == doing::reading && request_bytes_ > 0 &&
           now - request_began_ > limits.patience + std::chrono::seconds{request_bytes_ / limits.slowest};
}

void http_connection::begin_request(std::size_t bytes) {
    request_bytes_ = bytes;
    request_began_ = std::chrono::steady_clock::now();
}

asio::awaitable<void> http_connection::run() {
    const auto failed = co_await stream_.open(server_->tls);
    if (!failed) {
        co_await serve();
    }
    stream_.close();
}

asio::awaitable<void> http_connection::serve() {
    for (bool more = true; more;) {
        now_ = doing::reading;
        const bool asked = co_await read_request();
        if (!asked)
            co_return;
        now_ = doing::answering;
        moved();
        more = co_await answer();
        reader_.answered();
    }
    co_await linger();
}

/// False if there is no further request, for whichever reason; the client has been told.
asio::awaitable<bool> http_connection::read_request() {
    bool open = true;
    begin_request(unread().size());
    while (open) {
        const auto outcome = reader_.read(unread());
        begin_ += outcome.used;
        if (outcome.what == request_reader::progress::complete)
            co_return true;
        if (outcome.what == request_reader::progress::failed) {
            co_await refuse();
            co_return false;
        }
        if (outcome.what == request_reader::progress::wants_continue) {
            open = co_await stream_.write(go_on);
        } else {
            open = co_await read_more();
        }
    }
    co_return false;
}

asio::awaitable<bool> http_connection::read_more() {
    make_room();
    const auto n = co_await stream_.read(std::span{buffer_}.subspan(end_));
    end_ += n;
    moved();
    if (request_bytes_ == 0)
        begin_request(n);
    else
        request_bytes_ += n;
    co_return n > 0;
}

void http_connection::make_room() {
    std::copy(unread().begin(), unread().end(), buffer_.begin());
    end_ -= std::exchange(begin_, 0);
    const bool in_body = !reader_.at_start();
    const auto wanted = in_body ? body_buffer : std::max(idle_buffer, end_ + idle_buffer);
    if (buffer_.size() < wanted)
        buffer_.resize(wanted);
    else if (end_ == 0 && !in_body && buffer_.size() > idle_buffer)
        std::vector<char>(idle_buffer).swap(buffer_); // idle connections are many
}

/// True if the connection goes on.
asio::awaitable<bool> http_connection::answer() {
    auto request = reader_.take();
    request.tls = stream_.tls();
    request.peer = peer_;
    const bool head_request = request.method == "HEAD";
    auto response = server_->refuse ? server_->refuse(request) : std::nullopt;
    if (!response && websocket::is_handshake(request) && server_->feeds.contains(request.path())) {
        co_await serve_feed(request);
        co_return false;
    }
    if (!response) {
        response = ask(std::move(request));
    }
    if (!response) {
        if (!slot_.settled()) {
            co_await settled();
        }
        response = slot_.take();
    }
    if (!response) { // a service that drops the connection, or a server that stops
        close();
        co_return false;
    }
    const bool keep_alive =
        reader_.keep_alive() && !server_->stopping && response->fields.get("Connection") != "close";
    const bool sent = co_await send(*response, head_request, keep_alive);
    co_return sent&& keep_alive;
}

/// What the service says at once; or nothing, and it will say it in the slot.
std::optional<api::http_response> http_connection::ask(api::http_request request) {
    try {
        server_->service.handle(std::move(request), slot_.open());
        return slot_.settled() ? slot_.take() : std::nullopt;
    } catch (const std::exception& error) {
        slot_.close();
        server_->complain(std::string{"a request failed inside: "} + error.what());
        auto response = api::http_response::text(500, "text/plain; charset=utf-8", "Internal error.\n");
        response.fields.add("Connection", "close");
        return response;
    }
}

asio::awaitable<void> http_connection::settled() {
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void()>(
        [this](auto handler) {
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            // Posted: whoever answers is in the middle of something, and the next request may want it too.
            slot_.when_settled(
                [this, shared] { asio::post(stream_.get_executor(), [shared] { std::move (*shared)(); }); });
        },
        asio::use_awaitable);
}

asio::awaitable<bool> http_connection::send(const api::http_response& response, bool head_request,
                                            bool keep_alive) {
    const auto length = length_of_body(response);
    auto head =
        response_head(response, {length, head_request, keep_alive, server_->date.at(std::time(nullptr))});
    if (length == 0 || head_request)
        co_return co_await stream_.write(head);
    co_return co_await send_body(std::move(head), *response.body, response.body_offset, length);
}

/// In pieces, so that a slow client is told from one that is gone, and a file is never in memory.
asio::awaitable<bool> http_connection::send_body(std::string head, const blob& body, std::uint64_t offset,
                                                 std::uint64_t length) {
    const auto memory = body.in_memory();
    if (memory && length <= one_write) {
        head += memory->substr(offset, length);
        co_return co_await stream_.write(head);
    }
    std::vector<char> read_piece(memory ? 0 : piece);
    while (length > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(length, piece));
        const auto n = memory ? wanted : body.read(offset, std::span{read_piece}.first(wanted));
        const auto bytes = memory ? memory->substr(offset, n) : std::string_view{read_piece.data(), n};
        if (n == 0)
            co_return false; // shorter than it said
        const bool sent = co_await stream_.write(head, bytes);
        if (!sent)
            co_return false;
        head.clear();
        moved();
        offset += n;
        length -= n;
    }
    co_return true;
}

/// The client's bytes are no request: there is no telling where the next one would begin.
asio::awaitable<void> http_connection::refuse() {
    const auto& why = reader_.failure();
    const auto response = api::http_response::text(why.status, "text/plain; charset=utf-8", why.text + '\n');
    const bool sent = co_await send(response, false, false);
    if (sent) {
        co_await linger();
    }
}

asio::awaitable<void> http_connection::serve_feed(const api::http_request& request) {
    const auto never = slot_.open(); // as long as it listens it is not idle
    const auto session = std::make_shared<websocket_session>(
        std::shared_ptr<byte_stream>{shared_from_this(), &stream_}, server_->limits.unread_events);
    co_await session->run(request, *server_->feeds.find(request.path())->second, unread());
    now_ = doing::lingering; // who reads nothing is not waited for
    moved();
    co_await session->written();
}

/// To close while the client is still sending would take from it the answer that it has not read yet (RFC
/// 9112, section 9.6).
asio::awaitable<void> http_connection::linger() {
    now_ = doing::lingering;
    moved();
    co_await stream_.end();
    if (server_->stopping)
        co_return;
    buffer_.resize(std::max(buffer_.size(), idle_buffer));
    std::size_t n = 1;
    while (n > 0) {
        n = co_await stream_.read(buffer_);
    }
}

} // namespace sendlab::net
