#include "net/http/websocket_session.hpp"

#include <array>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sendlab::net {

namespace asio = boost::asio;
using websocket::opcode;

websocket_session::websocket_session(std::shared_ptr<byte_stream> stream, std::size_t unread_bytes)
    : stream_{std::move(stream)},
      unread_limit_{unread_bytes},
      idle_{stream_->get_executor(), asio::steady_timer::time_point::max()} {}

asio::awaitable<void> websocket_session::run(const api::http_request& handshake, api::event_feed& feed,
                                             std::string_view early) {
    const auto head = websocket::accepting_head(handshake);
    const bool accepted = co_await stream_->write(head);
    if (!accepted)
        co_return;
    const auto subscription = feed.subscribe([weak = weak_from_this()](const text_ptr& text) {
        if (const auto self = weak.lock())
            self->tell(std::make_shared<const std::string>(websocket::frame(opcode::text, *text)));
    });
    frames_.append(early);
    std::array<char, 1024> bytes{};
    while (heed_all()) {
        const auto n = co_await stream_->read(bytes);
        if (n == 0)
            co_return;
        frames_.append({bytes.data(), n});
    }
}

bool websocket_session::heed_all() {
    while (const auto frame = frames_.next())
        if (!heed(*frame))
            return false;
    if (const auto error = frames_.error()) {
        tell(std::make_shared<const std::string>(websocket::close_frame(*error)));
        ending_ = true;
    }
    return !ending_;
}

bool websocket_session::heed(const websocket::frame_reader::received& frame) {
    if (frame.kind == opcode::ping)
        tell(std::make_shared<const std::string>(websocket::frame(opcode::pong, frame.payload)));
    if (frame.kind != opcode::close)
        return true;
    tell(std::make_shared<const std::string>(websocket::frame(opcode::close, frame.payload.substr(0, 2))));
    ending_ = true;
    return false;
}

void websocket_session::tell(text_ptr frame) {
    if (ending_ || gone_)
        return;
    unwritten_bytes_ += frame->size();
    unwritten_.push_back(std::move(frame));
    if (unwritten_bytes_ > unread_limit_)
        return stream_->close();
    if (!std::exchange(writing_, true))
        asio::co_spawn(
            stream_->get_executor(), [self = shared_from_this()] { return self->write_all(); },
            asio::detached);
}

asio::awaitable<void> websocket_session::write_all() {
    while (!gone_ && !unwritten_.empty()) {
        const auto next = unwritten_.front();
        const bool written = co_await stream_->write(*next);
        gone_ = !written;
        unwritten_bytes_ -= next->size();
        unwritten_.pop_front();
    }
    writing_ = false;
    idle_.cancel();
}

asio::awaitable<void> websocket_session::written() {
    boost::system::error_code cancelled;
    if (writing_) {
        co_await idle_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
    }
}

} // namespace sendlab::net
