// One client's connection: requests in, answers out, in order, until either side has enough.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>
#include <vector>

#include "net/http/answer_slot.hpp"
#include "net/http/byte_stream.hpp"
#include "net/http/http_server_state.hpp"
#include "net/http/request_reader.hpp"

namespace sendlab::net {

/// Lives as long as its coroutine. Requests that come before the answer to the one before wait in the socket,
/// so a client that pipelines is slowed down, not queued.
class http_connection : public std::enable_shared_from_this<http_connection> {
public:
    static void start(boost::asio::ip::tcp::socket socket, std::shared_ptr<http_server_state> server);

    http_connection(boost::asio::ip::tcp::socket socket, std::shared_ptr<http_server_state> server);
    ~http_connection();

    /// At once, whatever it is doing.
    void close();
    /// As soon as nothing is being asked or answered.
    void finish();
    /// Closes it if nothing has moved for as long as the limits allow, or a request does not come to its end.
    void close_if_idle(std::chrono::steady_clock::time_point now);

private:
    template<class Value = void>
    using awaitable = boost::asio::awaitable<Value>;
    enum class doing { reading, answering, lingering };

    awaitable<> run();
    awaitable<> serve();
    awaitable<bool> read_request();
    awaitable<bool> read_more();
    awaitable<bool> answer();
    awaitable<> settled();
    awaitable<bool> send(const api::http_response& response, bool head_request, bool keep_alive);
    awaitable<bool> send_body(std::string head, const blob& body, std::uint64_t offset, std::uint64_t length);
    awaitable<> refuse();
    awaitable<> serve_feed(const api::http_request& request);
    awaitable<> linger();

    std::optional<api::http_response> ask(api::http_request request);
    [[nodiscard]] std::string_view unread() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void make_room();
    /// A request has begun to come in, whose first bytes are these.
    void begin_request(std::size_t bytes);
    [[nodiscard]] bool dawdles(std::chrono::steady_clock::time_point now) const;
    void moved() { last_move_ = std::chrono::steady_clock::now(); }

    std::shared_ptr<http_server_state> server_;
    byte_stream stream_;
    request_reader reader_;
    answer_slot slot_;
    std::vector<char> buffer_; // [begin_, end_) has been received and not been used
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string peer_;
    doing now_ = doing::reading;
    std::uint64_t request_bytes_ = 0; // of the request that comes in; 0: none does
    std::chrono::steady_clock::time_point request_began_{};
    std::chrono::steady_clock::time_point last_move_ = std::chrono::steady_clock::now();
};

} // namespace sendlab::net
