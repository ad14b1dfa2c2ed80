// One HTTP/1.1 request after the other out of a stream of bytes (RFC 9112). Knows no socket.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "api/http.hpp"
#include "base/memory_share.hpp"
#include "net/http/http_limits.hpp"

namespace sendlab::net {

class request_reader {
public:
    enum class progress {
        more,           // bytes are missing
        wants_continue, // the client waits for "100 Continue" before it sends the body; said once. read() on
        complete,       // take() it
        failed,         // these bytes are no request: answer failure(), then close
    };
    struct outcome {
        progress what = progress::more;
        std::size_t used = 0; // bytes that need not be shown again; those after them do
    };
    /// What a client is told whose bytes are no request.
    struct refusal {
        unsigned status = 400;
        std::string text;
    };

    /// The limits and the pool must outlive the reader.
    explicit request_reader(const http_limits& limits, memory_pool* body_memory = nullptr);
    ~request_reader();

    /// A head counts once it is there in full: until then none of its bytes are used.
    outcome read(std::string_view bytes);

    /// The complete request; the reader is ready for the next one.
    [[nodiscard]] api::http_request take();
    /// The request taken last has been answered: its body is no longer in flight.
    void answered() { share_.give_back(); }
    /// Whether the client lets the connection open after the request taken last.
    [[nodiscard]] bool keep_alive() const { return keep_alive_; }
    [[nodiscard]] const refusal& failure() const { return failure_; }
    /// Nothing of a request has been used yet.
    [[nodiscard]] bool at_start() const;

private:
    class parser;

    progress fail(unsigned status, std::string text);

    const http_limits& limits_;
    memory_share share_; // of the body
    std::unique_ptr<parser> parser_;
    bool keep_alive_ = true;
    refusal failure_;
};

} // namespace sendlab::net
