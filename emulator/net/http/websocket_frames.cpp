#include "net/http/websocket_frames.hpp"

#include <array>

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "base/ascii.hpp"
#include "base/base64.hpp"

namespace sendlab::net::websocket {

namespace {

constexpr std::size_t largest_frame = 64 * 1024; // nobody has much to say to us
constexpr unsigned final_bit = 0x80;
constexpr unsigned mask_bit = 0x80;
constexpr unsigned reserved_bits = 0x70;
constexpr unsigned two_byte_length = 126;
constexpr unsigned eight_byte_length = 127;
constexpr std::size_t mask_bytes = 4;

/// Section 4.2.2, step 5.4.
std::string accept_of(std::string_view key) {
    const auto text = std::string{key} + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
    ::SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 32> base64{};
    const auto length = ::EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
    return {base64.begin(), base64.begin() + length};
}

void append_number(std::string& to, std::uint64_t number, unsigned bytes) {
    while (bytes-- > 0)
        to += static_cast<char>(number >> (8 * bytes) & 0xff);
}

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t length) {
    std::uint64_t number = 0;
    for (const char c : bytes.substr(at, length))
        number = number << 8 | static_cast<unsigned char>(c);
    return number;
}

} // namespace

bool is_handshake(const api::http_request& request) {
    constexpr std::size_t key_octets = 16;
    return request.method == "GET" && ascii::contains(request.fields.get("Upgrade"), "websocket") &&
           ascii::contains(request.fields.get("Connection"), "upgrade") &&
           request.fields.get("Sec-WebSocket-Version") == "13" &&
           base64_decoded(request.fields.get("Sec-WebSocket-Key")).value_or("").size() == key_octets;
}

std::string accepting_head(const api::http_request& handshake) {
    return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Accept: " +
           accept_of(handshake.fields.get("Sec-WebSocket-Key")) + "\r\n\r\n";
}

std::string frame(opcode kind, std::string_view payload) {
    std::string bytes;
    bytes.reserve(payload.size() + 10);
    bytes += static_cast<char>(final_bit | static_cast<unsigned>(kind));
    if (payload.size() < two_byte_length) {
        bytes += static_cast<char>(payload.size());
    } else {
        const bool two = payload.size() <= 0xffff;
        bytes += static_cast<char>(two ? two_byte_length : eight_byte_length);
        append_number(bytes, payload.size(), two ? 2 : 8);
    }
    bytes += payload;
    return bytes;
}

std::string close_frame(close_code code) {
    std::string status;
    append_number(status, static_cast<unsigned>(code), 2);
    return frame(opcode::close, status);
}

std::optional<frame_reader::received> frame_reader::next() {
    if (error_ || bytes_.size() < 2)
        return std::nullopt;
    const unsigned first = static_cast<unsigned char>(bytes_[0]);
    const unsigned second = static_cast<unsigned char>(bytes_[1]);
    const unsigned short_length = second & ~mask_bit;
    const std::size_t length_bytes =
        short_length == eight_byte_length ? 8U : (short_length == two_byte_length ? 2U : 0U);
    const auto head = 2 + length_bytes + mask_bytes;
    if ((first & reserved_bits) != 0 || (second & mask_bit) == 0) {
        error_ = close_code::protocol_error; // a client must mask (section 5.1)
        return std::nullopt;
    }
    if (bytes_.size() < head)
        return std::nullopt;
    const auto length = length_bytes == 0 ? short_length : number_at(bytes_, 2, length_bytes);
    if (length > largest_frame) {
        error_ = close_code::too_big;
        return std::nullopt;
    }
    if (bytes_.size() < head + length)
        return std::nullopt;
    received now{static_cast<opcode>(first & 0x0f), bytes_.substr(head, length)};
    for (std::size_t i = 0; i < now.payload.size(); ++i)
        now.payload[i] = static_cast<char>(now.payload[i] ^ bytes_[head - mask_bytes + i % mask_bytes]);
    bytes_.erase(0, head + length);
    return now;
}

} // namespace sendlab::net::websocket
