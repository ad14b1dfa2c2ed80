// What an HTTP connection may ask of the machine. Every limit has its own answer.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace sendlab::net {

struct http_limits {
    std::uint32_t head_bytes = 16 * 1024;                 // request line and fields: 431
    std::size_t field_bytes = 8 * 1024;                   // name and value of one field: 431
    std::uint64_t body_bytes = 5ULL * 1024 * 1024 * 1024; // S3's largest PUT: 413
    std::uint64_t memory_bytes = 8 * 1024 * 1024;         // a longer body goes to a file,
    std::uint64_t memory_of_all = 256 * 1024 * 1024; // and one past 64 KiB when all in flight have so much
    std::string body_folder{};                       // of those files; empty: that of temporary ones
    std::size_t connections = 10'000;                // of one server; one more is answered 503
    std::chrono::seconds idle{75};                   // without a byte read or written: closed
    // For one request to come in, and a second more for each `slowest` bytes of it: closed. A client that sends a byte
    // now and then is never idle ("slow loris").
    std::chrono::seconds patience{60};
    std::uint64_t slowest = 128;
    std::size_t unread_events = 4 * 1024 * 1024; // bytes that a WebSocket may leave unread
};

} // namespace sendlab::net
