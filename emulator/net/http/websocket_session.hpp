// One client that listens to an event feed over WebSocket.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>

#include <boost/asio/steady_timer.hpp>

#include "api/event_feed.hpp"
#include "net/http/byte_stream.hpp"
#include "net/http/websocket_frames.hpp"

namespace sendlab::net {

class websocket_session : public std::enable_shared_from_this<websocket_session> {
public:
    /// A client that leaves more than `unread_bytes` unread is dropped: the emulator waits for nobody.
    websocket_session(std::shared_ptr<byte_stream> stream, std::size_t unread_bytes);

    /// Accepts the handshake, and tells until the client closes. `early` has come after the handshake.
    boost::asio::awaitable<void> run(const api::http_request& handshake, api::event_feed& feed,
                                     std::string_view early);
    /// Waits until all that was told is on its way, or the client is gone. Only after run().
    boost::asio::awaitable<void> written();

private:
    using text_ptr = api::event_feed::text_ptr;

    void tell(text_ptr frame);
    boost::asio::awaitable<void> write_all();
    /// False once the client has closed, or should be.
    bool heed(const websocket::frame_reader::received& frame);
    bool heed_all();

    std::shared_ptr<byte_stream> stream_;
    std::size_t unread_limit_;
    websocket::frame_reader frames_;
    std::deque<text_ptr> unwritten_;
    std::size_t unwritten_bytes_ = 0;
    bool writing_ = false;
    boost::asio::steady_timer idle_; // never runs out: is cancelled when nothing is being written any more
    bool gone_ = false;
    bool ending_ = false; // the close frame is the last one
};

} // namespace sendlab::net
