// WebSocket as bytes (RFC 6455): the handshake's answer, frames written, frames read. Knows no socket. The
// emulator only tells; of what clients send, it heeds ping and close.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "api/http.hpp"

namespace sendlab::net::websocket {

enum class opcode : unsigned char { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// The status of a close frame (section 7.4.1).
enum class close_code : unsigned { normal = 1000, protocol_error = 1002, too_big = 1009, try_later = 1013 };

/// Does the request ask for version 13 of the protocol?
[[nodiscard]] bool is_handshake(const api::http_request& request);
/// The fields with which a handshake is accepted, each line ended, the last one empty.
[[nodiscard]] std::string accepting_head(const api::http_request& handshake);

/// One frame, final and unmasked, as a server sends it.
[[nodiscard]] std::string frame(opcode kind, std::string_view payload);
[[nodiscard]] std::string close_frame(close_code code);

/// Takes a client's bytes, gives its frames.
class frame_reader {
public:
    struct received {
        opcode kind = opcode::text;
        std::string payload;
    };

    void append(std::string_view bytes) { bytes_ += bytes; }
    /// The next frame; nothing if it is not there in full, or after an error.
    [[nodiscard]] std::optional<received> next();
    [[nodiscard]] std::optional<close_code> error() const { return error_; }

private:
    std::string bytes_;
    std::optional<close_code> error_;
};

} // namespace sendlab::net::websocket
