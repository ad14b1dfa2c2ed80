// The Runtime API's socket: a port of the loopback interface for one process, which is told of it in
// AWS_LAMBDA_RUNTIME_API. (That variable has no room for a path, so processes cannot share a port.) Much less
// than net/http needs for the world at large: one client that we have started, plain HTTP/1.1.
#pragma once

#include <cstdint>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "api/http.hpp"

namespace sendlab::net::sandbox {

class runtime_listener {
public:
    /// The system chooses the port. Throws boost::system::system_error where there is none.
    runtime_listener(boost::asio::io_context& io, api::http_service& service);
    /// All connections end.
    ~runtime_listener();
    runtime_listener(const runtime_listener&) = delete;
    runtime_listener& operator=(const runtime_listener&) = delete;

    [[nodiscard]] std::uint16_t port() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

} // namespace sendlab::net::sandbox
