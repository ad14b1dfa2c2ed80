#include "net/http/websocket_frames.hpp"

#include <catch2/catch.hpp>

using namespace sendlab;
namespace websocket = net::websocket;
using websocket::close_code;
using websocket::frame_reader;
using websocket::opcode;

namespace {

/// As a client sends it: masked.
std::string masked(opcode kind, const std::string& payload) {
    const std::string mask = "\x37\xfa\x21\x3d";
    auto bytes = websocket::frame(kind, payload);
    const auto head = bytes.size() - payload.size();
    bytes[1] = static_cast<char>(bytes[1] | 0x80);
    for (std::size_t i = 0; i < payload.size(); ++i)
        bytes[head + i] = static_cast<char>(bytes[head + i] ^ mask[i % 4]);
    return bytes.insert(head, mask);
}

api::http_request handshake() {
    api::http_request request;
    request.method = "GET";
    request.target = "/_sendlab/events";
    request.fields.add("Connection", "keep-alive, Upgrade");
    request.fields.add("Upgrade", "WebSocket");
    request.fields.add("Sec-WebSocket-Version", "13");
    request.fields.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    return request;
}

} // namespace

TEST_CASE("the handshake's answer is that of RFC 6455, section 1.3") {
    REQUIRE(websocket::is_handshake(handshake()));
    CHECK(websocket::accepting_head(handshake())
              .find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") != std::string::npos);
}

TEST_CASE("a request that lacks a part of the handshake is none") {
    for (const char* field : {"Connection", "Upgrade", "Sec-WebSocket-Version"}) {
        auto request = handshake();
        request.fields.set(field, "other");
        CHECK_FALSE(websocket::is_handshake(request));
    }
    for (const char* key : {"", "c2hvcnQ=", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZXM=", "!"}) {
        auto request = handshake();
        request.fields.set("Sec-WebSocket-Key", key);
        CHECK_FALSE(websocket::is_handshake(request));
    }
    auto post = handshake();
    post.method = "POST";
    CHECK_FALSE(websocket::is_handshake(post));
}

TEST_CASE("frames are those of RFC 6455, section 5.7") {
    CHECK(websocket::frame(opcode::text, "Hello") == "\x81\x05Hello");
    CHECK(websocket::frame(opcode::pong, "Hello") == "\x8a\x05Hello");
    CHECK(websocket::frame(opcode::binary, std::string(256, 'x')).substr(0, 4) ==
          std::string{"\x82\x7e\x01\x00", 4});
    CHECK(websocket::frame(opcode::binary, std::string(65536, 'x')).substr(0, 10) ==
          std::string{"\x82\x7f\0\0\0\0\0\x01\0\0", 10});
    CHECK(websocket::close_frame(close_code::normal) == std::string{"\x88\x02\x03\xe8", 4});

    frame_reader reader;
    reader.append("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
    const auto hello = reader.next();
    REQUIRE(hello);
    CHECK(hello->kind == opcode::text);
    CHECK(hello->payload == "Hello");
}

TEST_CASE("frames are read however they are cut") {
    const auto bytes = masked(opcode::ping, "a") + masked(opcode::text, std::string(300, 'b')) +
                       masked(opcode::close, std::string{"\x03\xe8", 2});
    frame_reader reader;
    std::vector<std::string> payloads;
    for (const char byte : bytes) {
        reader.append({&byte, 1});
        while (const auto frame = reader.next())
            payloads.push_back(frame->payload);
    }
    CHECK(payloads == std::vector<std::string>{"a", std::string(300, 'b'), std::string{"\x03\xe8", 2}});
    CHECK_FALSE(reader.error());
}

TEST_CASE("a client that does not mask, or says too much, is in error") {
    frame_reader plain;
    plain.append(websocket::frame(opcode::text, "Hello"));
    CHECK_FALSE(plain.next());
    CHECK(plain.error() == close_code::protocol_error);

    frame_reader long_winded;
    long_winded.append(masked(opcode::text, std::string(70'000, 'x')));
    CHECK_FALSE(long_winded.next());
    CHECK(long_winded.error() == close_code::too_big);
}
